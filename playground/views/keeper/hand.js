/* What the browser is to keep may come along with a picture, which spares a message. */
function handToKeeper(parts) {
  const keeper = (globalThis.backpropKeeper ??= {});
  if (keeper.hand) keeper.hand(parts);
  else keeper.early = parts;
}
