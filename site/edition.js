// JupyterLite shows a reader's own copy of a lesson, kept in the browser, even where the lesson has
// changed since. Say so, and offer the new one; the copy stays, answers and all, under another name.
const path = new URLSearchParams(location.search).get("path");
const base = new URL("../", location.href).pathname;

const asked = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function compare() {
  const opening = indexedDB.open(`JupyterLite Storage - ${base}`);
  opening.onupgradeneeded = () => opening.transaction.abort(); // no copy yet: make no database
  const database = await asked(opening);
  const files = (mode) => database.transaction("files", mode).objectStore("files");
  const copy = await asked(files("readonly").get(path));
  const lesson = await (await fetch(`../files/${path}`, { cache: "no-cache" })).json();
  if (!copy || copy.content.metadata.edition === lesson.metadata.edition) return database.close();

  const kept = path.replace(/\.ipynb$/, ` my copy of ${new Date().toISOString().slice(0, 10)}.ipynb`);
  const note = document.createElement("div");
  note.id = "edition";
  note.setAttribute("role", "status");
  note.style.cssText =
    "position:fixed;z-index:9999;left:0;right:0;bottom:0;padding:.7em;background:#fff3c4;color:#1a1a1a;font:16px sans-serif";
  note.append("This lesson has changed since you began it. You see your own copy. ");
  for (const [words, action] of [
    [`Open the new lesson, keep my copy as “${kept}”`, renew],
    ["Stay with my copy", () => note.remove()],
  ]) {
    const button = document.createElement("button");
    button.textContent = words;
    button.style.cssText = "font:inherit;margin:.2em;padding:.3em .6em";
    button.onclick = action;
    note.append(button);
  }
  document.body.append(note);

  async function renew() {
    const now = await asked(files("readonly").get(path)); // with what was saved since
    const store = files("readwrite");
    store.put({ ...now, name: kept, path: kept }, kept);
    await asked(store.delete(path));
    location.reload();
  }
}

// A page's "Try it" names a cell, which JupyterLite does not look for: show it, and run what it needs.
async function show(cell) {
  const here = () => window.jupyterapp?.shell.currentWidget;
  while (!here()?.content?.widgets?.length) await new Promise((go) => setTimeout(go, 200));
  const { content, context } = here();
  await context.sessionContext.ready;
  const place = content.widgets.findIndex(({ model }) => model.id === cell);
  if (place < 0) return; // an older copy may lack it
  content.activeCellIndex = place;
  await jupyterapp.commands.execute("notebook:run-all-above");
  await here().setFragment(location.hash);
}

if (path) compare().catch(() => {}); // nothing is stored, or the file is the reader's own
if (location.hash.startsWith("#cell-id=")) show(location.hash.slice(9));
