(() => {
  const { pool, frames } = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  const titles = {
    forward: "Forward",
    loss: "Loss",
    backward: "Backward",
    gradient: "Gradient",
    update: "Update",
  };
  let shown = -1;
  let clock = null;

  function show(wanted) {
    shown = Math.max(0, Math.min(frames.length - 1, wanted));
    const frame = frames[shown];
    at("picture").innerHTML = frame.shown.map((k) => pool[k]).join("");
    at("picture").setAttribute("aria-label", frame.alt);
    at("formula").innerHTML = frame.formula;
    at("phase").textContent = titles[frame.phase];
    at("count").textContent = `step ${shown + 1} of ${frames.length}`;
    at("name").textContent = frame.name;
    at("sentence").textContent = frame.sentence;
    at("slider").value = shown + 1;
    if (shown === frames.length - 1) pause();
  }

  function pause() {
    clearInterval(clock);
    clock = null;
    at("play").textContent = "Play";
    at("play").setAttribute("aria-label", "Play");
  }

  function play() {
    if (clock !== null) return pause();
    if (shown === frames.length - 1) show(0);
    clock = setInterval(() => show(shown + 1), Number(at("speed").value));
    at("play").textContent = "Pause";
    at("play").setAttribute("aria-label", "Pause");
  }

  function go(wanted) {
    pause();
    show(wanted);
  }

  at("first").onclick = () => go(0);
  at("back").onclick = () => go(shown - 1);
  at("next").onclick = () => go(shown + 1);
  at("last").onclick = () => go(frames.length - 1);
  at("play").onclick = play;
  at("slider").oninput = () => go(Number(at("slider").value) - 1);
  at("speed").onchange = () => {
    if (clock !== null) {
      pause();
      play();
    }
  };
  document.addEventListener("keydown", (event) => {
    if (event.target.matches("select, input") || event.ctrlKey || event.metaKey || event.altKey) return;
    const keys = {
      ArrowRight: () => go(shown + 1),
      ArrowLeft: () => go(shown - 1),
      Home: () => go(0),
      End: () => go(frames.length - 1),
      " ": play,
    };
    if (!(event.key in keys)) return;
    event.preventDefault();
    keys[event.key]();
  });
  show(0);
})();
