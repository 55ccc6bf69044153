/* One press at a time for the buttons and keys that lead from figure to figure.
 *
 * Streamlit makes one of two presses that come before it has answered the first. So one is let
 * through at a time: the others wait for their turn, and a key that is held down for its next
 * repetition. Where the figure that a press leads to came along with the present one, it is drawn
 * at the press.
 */

const pressQueue = (() => {
  const PATIENCE = 1500; // ms after which a press is given up whose run is over without a picture
  const LATE = 11500; // ms after which one is given up for which no run has begun, or nobody waits for
  const SOON = 50; // ms between two looks for a button that is still being drawn
  const BACK = 400; // ms for which a page has to stand after the connection was lost
  const LONG = 60000; // ms after which nobody expects an earlier press to be made any more
  const CUT = '[data-test-connection-state]:not([data-test-connection-state="CONNECTED"])';
  const WORKING = '[data-testid="stApp"]:not([data-test-script-state="notRunning"])';
  const OPEN = "[data-testid=stPopoverBody]";
  const TYPING =
    "input, textarea, select, [contenteditable], [role=slider], [role=radio], [role=gridcell], [role=tab], [role=application], svg[tabindex]";
  const OF_WALK = ["ArrowLeft", "ArrowRight", "Home", "End", " "];

  const IN_TURN = ["next_pass", "pass_on", "ten_passes", "undo", "redo"]; // buttons that lead to no known figure

  const charts = new Map(); // of each chart that is shown: how it draws what a press leads to
  const waiting = [];
  let underway = 0;
  let heard; // how many presses the server has taken, as its last picture says
  const unheard = { count: 0, until: 0 }; // presses given up of which a busy browser may yet draw the picture
  let made = null; // the press that is underway: its button, what was shown and heard by then, and
  // whether a run has begun since: until then Streamlit says nothing of it, however long it takes
  let working = false;
  let away = false; // the connection was lost, and the page does not stand again yet
  let byPointer = false;
  let entered = null; // the field in which Enter was the last key

  function moveOf(matches) {
    for (const [gd, chart] of charts) {
      const move = gd.isConnected && chart.moves().find(matches);
      if (move) return { chart, move };
    }
    return null;
  }

  const buttonOf = (name) => document.querySelector(`.st-key-${name} button:not(:disabled)`);
  const isDrawn = (name) => document.querySelector(`.st-key-${name} button`) !== null;

  /* A press on a figure goes without a button. */
  const isShown = (name) => (waiting[0]?.place ? lastShown() !== undefined : isDrawn(name));
  const lastShown = () => [...charts.keys()].findLast((gd) => gd.isConnected);

  /* Whether the press may go on to Streamlit now. */
  function admit({ chart, move }, event) {
    const press = { button: move.button, key: event.type === "keydown" && pick(event) };
    if (underway || !isDrawn(move.button)) {
      if (!event.repeat) waiting.push(press);
      if (!underway) underway = setTimeout(onceDrawn, SOON, move.button);
      return false;
    }
    if (!buttonOf(move.button)) return true;
    underway = setTimeout(giveUp, PATIENCE, chart, PATIENCE);
    if (Date.now() > unheard.until) unheard.count = 0;
    made = { ...press, shown: chart?.shown(), heard, unheard: unheard.count };
    if (move.figure) chart.drawAhead(move.figure);
    return true;
  }

  /* A key that comes before its button, while the page is being drawn. */
  function onceDrawn(name) {
    if (isDrawn(name) || !document.querySelector(WORKING)) answered();
    else underway = setTimeout(onceDrawn, SOON, name);
  }

  /* The connection is lost: presses wait until the page stands again, which another server may have
   * drawn anew from what the browser keeps. */
  function cut() {
    if (away || !document.querySelector(CUT)) return;
    away = true;
    clearTimeout(underway);
    underway = setTimeout(onceBack, SOON, made, 0, 0);
  }

  /* Whether a press on a figure waits for the connection, which is lost. */
  function later(place) {
    cut();
    if (away) waiting.push({ place });
    return away;
  }

  /* Of the press that was underway it can be seen whether it was made. */
  function onceBack(press, stood, waited) {
    const name = (press ?? waiting[0])?.button ?? "next_step";
    const stands = !document.querySelector(CUT) && !document.querySelector(WORKING) && isShown(name);
    if (waited < LONG && !(stands && stood >= BACK)) {
      underway = setTimeout(onceBack, SOON, press, stands ? stood + SOON : 0, waited + SOON);
      return;
    }
    away = false;
    if (waited >= LONG) waiting.length = 0;
    else if (press?.shown && moveOf((move) => move.button === name)?.chart.shown() === press.shown)
      waiting.unshift(press);
    if (charts.size) answered();
    else stop();
  }

  /* A busy server or a slow link may take longer; a press that comes before it is done gets lost. */
  function giveUp(chart, waited) {
    if (document.querySelector(WORKING) || (!made.begun && waited < LATE)) {
      underway = setTimeout(giveUp, PATIENCE, chart, waited + PATIENCE);
      return;
    }
    const count = made.unheard + 1 - (heard > made.heard ? heard - made.heard : 0);
    if (count > unheard.count) unheard.until = Date.now() + LATE;
    unheard.count = count;
    chart?.takeBack(); // a button that leads to no known figure has none
    answered();
  }

  /* The server has sent what the press led to, or nothing for too long: the next may go. */
  function answered() {
    clearTimeout(underway);
    underway = 0;
    made = null;
    const press = waiting.shift();
    if (!press) return;
    if (press.place) {
      charts.get(lastShown())?.press?.(press.place);
      underway = setTimeout(onceOver, BACK);
      return;
    }
    const button = buttonOf(press.button);
    if (!button) waiting.length = 0;
    else if (press.key && isSomethingOpen()) sendKey(press.key);
    else button.click();
  }

  /* A click would close it. A key goes the way of Streamlit's own shortcuts, which a busy browser
   * now and then loses. */
  const isSomethingOpen = () => document.querySelector(OPEN) !== null;

  const pick = ({ key, code }) => ({ key, code });

  /* Down and up: a key that stays down would be part of what is pressed next. */
  function sendKey(key) {
    for (const type of ["keydown", "keyup"])
      document.body.dispatchEvent(new KeyboardEvent(type, { ...key, bubbles: true }));
  }

  function refuse(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  /* A press with the pointer on a row of options leaves these keys to the walk, though the option
   * has the focus; someone who came to it by Tab moves along the row with them. */
  function leaveOption(event) {
    const option = event.target.closest("[role=radio]");
    const leave = byPointer && option && OF_WALK.includes(event.key);
    byPointer = byPointer && !option;
    if (!leave) return false;
    handOn(event, option);
    return true;
  }

  /* After Enter in a field these keys are the walk's again, until one types or presses there. A text
   * that was refused is still being typed. */
  function leaveField(event) {
    const field = event.target.closest("input:not([type=range])");
    if (!field || field !== entered || event.key === " " || !OF_WALK.includes(event.key)) {
      entered = event.key === "Enter" ? field : null;
      return false;
    }
    if (field.closest("[class*=st-key-number_]")?.querySelector("[class*=st-key-refused_]")) return false;
    entered = null;
    handOn(event, field);
    return true;
  }

  function handOn(event, from) {
    refuse(event);
    from.blur();
    sendKey(pick(event));
  }

  function clicked(event) {
    const button = event.target.closest("button:not(:disabled)");
    const isOf = (name) => button.closest(`.st-key-${name}`);
    const inTurn = button && IN_TURN.find(isOf);
    const found = inTurn ? { move: { button: inTurn } } : button && moveOf((move) => isOf(move.button));
    if (found && !admit(found, event)) refuse(event);
  }

  function keyed(event) {
    const plain = !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey);
    if (!plain || leaveOption(event) || leaveField(event) || event.target.closest(TYPING)) return;
    const found = moveOf((move) => event.key === move.key);
    if (!found) return;
    const button = !underway && !isSomethingOpen() && buttonOf(found.move.button);
    if (button || !admit(found, event)) refuse(event);
    if (button) button.click();
  }

  function pointed() {
    byPointer = true;
    entered = null;
  }

  function watched() {
    const was = working;
    working = document.querySelector(WORKING) !== null;
    if (made && working && !was) made.begun = true;
    cut();
  }

  const watch = new MutationObserver(watched);
  const listeners = { click: clicked, keydown: keyed, pointerdown: pointed };

  /* The document is listened to only while a chart is shown. */
  function add(gd, chart) {
    if (!charts.size) {
      for (const name in listeners) document.addEventListener(name, listeners[name], true);
      const attributeFilter = ["data-test-connection-state", "data-test-script-state"];
      watch.observe(document.body, { subtree: true, attributeFilter });
      spaceKey.add(charts);
    }
    charts.set(gd, chart);
  }

  function remove(gd) {
    charts.delete(gd);
    if (!charts.size && !away) stop(); // a page that is drawn anew has its chart again soon
  }

  function stop() {
    for (const name in listeners) document.removeEventListener(name, listeners[name], true);
    watch.disconnect();
    spaceKey.remove(charts);
    clearTimeout(underway);
    underway = waiting.length = 0;
    made = null;
  }

  /* A picture has come. One that answers another message, or a press that was given up too soon, lets
   * no press through: two presses that the server has not taken yet are one to it. */
  function pictured(count) {
    heard = count;
    const more = count - made?.heard;
    if (!underway || away || more === 0 || (more > 0 && more <= made.unheard)) return;
    unheard.count = 0;
    onceOver();
  }

  /* What a run has not sent yet may get lost when the next press comes just as it ends. */
  function onceOver() {
    clearTimeout(underway);
    if (document.querySelector(WORKING)) underway = setTimeout(onceOver, 15);
    else answered();
  }

  return { add, remove, later, answered: pictured };
})();
