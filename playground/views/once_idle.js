/* A message that answers no press waits until the run that is on is shown whole: when one comes just as
 * a run ends, Streamlit may drop what it has not sent of that run yet.
 */

const RUN = "data-test-script-state";

function onceIdle(act) {
  const app = document.querySelector("[data-testid=stApp]");
  const isIdle = () => app?.getAttribute(RUN) === "notRunning";
  if (!app || isIdle()) return act();
  const watch = new MutationObserver(() => {
    if (!isIdle()) return;
    watch.disconnect();
    act();
  });
  watch.observe(app, { attributeFilter: [RUN] });
}
