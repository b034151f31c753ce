"""How sphinx makes pages of the lessons. tools/build_site.py hands it the notebooks."""

project = "Cross-entropy"
copyright = "The contributors of the cross-entropy lessons, CC BY 4.0"
language = "en"

extensions = ["myst_nb", "sphinx-mathjax-offline"]
nb_execution_mode = "off"
nb_code_prompt_show = "Show the {type}"
nb_code_prompt_hide = "Hide the {type}"
myst_enable_extensions = ["dollarmath", "amsmath"]
myst_heading_anchors = 3
# A figure's numbers are for the tests; the picture and its caption are shown.
suppress_warnings = ["mystnb.unknown_mime_type"]

html_theme = "sphinx_book_theme"
html_title = "Cross-entropy"
html_theme_options = {
    "use_download_button": False,
    "use_fullscreen_button": False,
    "show_toc_level": 2,
    "home_page_in_toc": True,
    "footer_content_items": "copyright.html",
}
# Without the logo, which stands outside of every landmark: the list begins with the first page.
html_sidebars = {"**": ["search-button-field.html", "sbt-sidebar-nav.html"]}
html_context = {"default_mode": "auto"}
html_static_path = ["static"]
html_css_files = ["lessons.css"]
html_js_files = [("lessons.js", {"defer": "defer"})]
html_copy_source = False
pygments_style = "a11y-high-contrast-light"
