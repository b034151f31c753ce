// JupyterLite shows a reader's own copy of a lesson, kept in the browser, and not the lesson as it
// is now. Where that has changed since, say so, and offer the new one; the copy keeps its answers.
