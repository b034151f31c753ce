// The sliders of a page without a kernel: frames drawn when the site was built.
for (const twin of document.querySelectorAll(".twin")) {
  const { frames, values, texts } = twin.dataset;
  const [slider, value, image, caption] = ["input", "output", "img", "figcaption"].map((tag) =>
    twin.querySelector(tag),
  );
  slider.addEventListener("input", () => {
    const at = Number(slider.value);
    image.src = `${frames}${at}.svg`;
    image.alt = caption.textContent = JSON.parse(texts)[at];
    value.textContent = JSON.parse(values)[at];
    slider.setAttribute("aria-valuetext", value.textContent);
  });
}

// A formula that is wider than a narrow screen is set smaller.
function fit() {
  for (const formula of document.querySelectorAll("mjx-container[display]")) {
    formula.style.fontSize = formula.dataset.size ??= formula.style.fontSize || "100%";
    const part = formula.clientWidth / formula.scrollWidth;
    if (part < 1) formula.style.fontSize = `${0.98 * part * parseFloat(formula.dataset.size)}%`;
  }
}
addEventListener("load", () => window.MathJax?.startup?.promise.then(fit));
addEventListener("resize", fit);
