// Accessibility checks for a page.
import assert from "node:assert/strict";

const CONTROLS = ":is(button, input, textarea, select, a[href], [role=log])";
const LEAST_CONTRAST = 4.5; // WCAG 2.2, level AA
const NARROW_PIXELS = 320; // the width that a page must fit, by the same standard

// Runs in the page. Returns the texts with too little contrast.
function faintTexts(least) {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const paint = (...colors) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const color of colors) {
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
    }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = (color) => {
    const [red, green, blue] = color
      .map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const backgrounds = (element) => {
    const colors = [];
    for (let one = element; one; one = one.parentElement) colors.unshift(getComputedStyle(one).backgroundColor);
    return ["white", ...colors];
  };
  const faint = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const element = text.parentElement;
    if (!text.data.trim() || !element.checkVisibility() || element.closest("script, style, :disabled")) continue;
    const behind = backgrounds(element);
    const [darker, lighter] = [paint(...behind), paint(...behind, getComputedStyle(element).color)]
      .map(luminance)
      .sort((a, b) => a - b);
    const contrast = (lighter + 0.05) / (darker + 0.05);
    if (contrast < least) faint.push(`${text.data.trim()}: ${contrast.toFixed(2)}`);
  }
  return faint;
}

// Runs in the page. Returns the elements that require horizontal scrolling.
function tooWide() {
  if (document.documentElement.scrollWidth <= document.documentElement.clientWidth) return [];
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth)
    .map((one) => one.outerHTML.slice(0, 80));
}

// A control that the page has removed meanwhile needs no name.
async function isNameless(browser, control) {
  try {
    return (await browser.isShown(control)) && (await browser.nameOf(control)) === "";
  } catch (error) {
    if (error.cause === "stale element reference") return false;
    throw error;
  }
}

export async function checkAccessibility(browser) {
  // While a modal dialog is open, users can reach nothing else.
  const dialogs = await browser.all("dialog:modal");
  const controls = await browser.all(dialogs.length > 0 ? `dialog:modal, dialog:modal ${CONTROLS}` : CONTROLS);
  for (const control of controls) {
    assert(!(await isNameless(browser, control)), "a control without a name");
  }
  for (const scheme of ["light", "dark"]) {
    await browser.prefer(scheme);
    assert.deepEqual(await browser.run(faintTexts, LEAST_CONTRAST), [], scheme);
  }
  await browser.prefer("light");
  for (const width of [NARROW_PIXELS, 0]) {
    await browser.resize(width);
    assert.deepEqual(await browser.run(tooWide), [], "elements wider than the page");
  }
  const document = await browser.run(() => ({
    language: document.documentElement.lang,
    title: document.title,
    headings: document.querySelectorAll("h1").length,
    mains: document.querySelectorAll("main").length,
  }));
  assert.equal(document.language, "en");
  assert.notEqual(document.title, "");
  assert.deepEqual([document.headings, document.mains], [1, 1]);
}
