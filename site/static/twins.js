// The sliders of a page without a kernel: frames drawn when the site was built.
for (const twin of document.querySelectorAll(".twin")) {
  const { frames, values, captions } = twin.dataset;
  const [slider, value, image, caption] = ["input", "output", "img", "figcaption"].map((tag) =>
    twin.querySelector(tag),
  );
  slider.addEventListener("input", () => {
    const at = Number(slider.value);
    image.src = `${frames}${at}.png`;
    image.alt = caption.textContent = JSON.parse(captions)[at];
    value.textContent = JSON.parse(values)[at];
    slider.setAttribute("aria-valuetext", value.textContent);
  });
}
