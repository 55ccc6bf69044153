/* Asks for what is around it to be drawn again, so long after the last time. Where no answer comes, it
 * asks again. */

const PATIENCE = 3000; // ms
const waiting = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const before = waiting.get(parentElement) ?? {};
  spaceKey.add(parentElement);
  mainStop.add(parentElement);
  if (before.beat !== data.beat) {
    clearTimeout(before.timer);
    const now = { beat: data.beat };
    const ask = () => {
      setTriggerValue("due", data.beat);
      now.timer = setTimeout(ask, PATIENCE);
    };
    if (data.beat !== null) now.timer = setTimeout(ask, data.pause);
    waiting.set(parentElement, now);
  }
  return () => {
    clearTimeout(waiting.get(parentElement)?.timer);
    waiting.delete(parentElement);
    spaceKey.remove(parentElement);
    mainStop.remove(parentElement);
  };
}
