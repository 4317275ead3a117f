// Keeps numbers on a page up to date from server-sent events. Without script, the page shows them as of its loading.
for (const part of document.querySelectorAll("[data-live-events]")) {
  const source = new EventSource(part.dataset.liveEvents);
  source.onmessage = ({ data }) => {
    const { texts, values, done } = JSON.parse(data);
    for (const target of part.querySelectorAll("[data-live]")) {
      const name = target.dataset.live;
      if (texts?.[name] !== undefined && target.textContent !== texts[name]) target.textContent = texts[name];
      if (values?.[name] !== undefined) target.value = values[name];
    }
    if (done) {
      source.close();
      location.reload();
    }
  };
}
