/* A message that answers no press waits until the run that is on is shown whole: when one comes just as
 * a run ends, Streamlit may drop what it has not sent of that run yet. A run that leads to another page
 * ends for a moment on the way; the page that is left has nothing to tell then.
 */

const RUN = "data-test-script-state";
const STANDS = 60; // ms without a run after which none is to follow

function onceIdle(act) {
  const app = document.querySelector("[data-testid=stApp]");
  const isIdle = () => app?.getAttribute(RUN) === "notRunning";
  if (!app || isIdle()) return act();
  let standing = 0;
  const watch = new MutationObserver(() => {
    clearTimeout(standing);
    if (isIdle()) standing = setTimeout(told, STANDS);
  });
  const told = () => {
    watch.disconnect();
    act();
  };
  watch.observe(app, { attributeFilter: [RUN] });
}
