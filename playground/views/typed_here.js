/* Where something was typed, and whether it is typed again there after a reload: also where an edit has
 * taken the exercise out of the address since, but not in the exercise of a link opened in this tab. */
const placeTyped = () => location.pathname + location.search;
const pageOf = (place) => place?.split("?")[0];

function wasTypedHere(place) {
  const [, search = ""] = place?.split("?") ?? [];
  const opened = new URL(performance.getEntriesByType("navigation")[0].name).search.slice(1);
  return opened === "" || opened === search;
}
