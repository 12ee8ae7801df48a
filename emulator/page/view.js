// Inserts text into the page. Everything is inserted as text, never as HTML.

/** @typedef {{ key: string, texts: Record<string, string>, tones?: Record<string, "good" | "bad"> }} Item */

/** The first match of a selector; throws if the page has none. @type {<T extends Element>(kind: new () => T, selector: string, within?: ParentNode) => T} */
export const find = (kind, selector, within = document) => {
  const found = within.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`The page has no ${selector}.`);
  return found;
};

/** Shows a message at the bottom, which screen readers announce. @type {(text: string) => void} */
export const announce = (text) => {
  find(HTMLElement, "#message").textContent = text;
};

/** Escapes control and format characters, which are invisible or reverse the text. @type {(text: string) => string} */
export const printable = (text) =>
  text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (each) => `\\u{${each.codePointAt(0)?.toString(16) ?? ""}}`);

/** Sets the text of each `data-text` element; unchanged ones keep their selection. @type {(within: ParentNode, item: Omit<Item, "key">) => void} */
export function fill(within, { texts, tones = {} }) {
  for (const [name, text] of Object.entries(texts))
    for (const place of within.querySelectorAll(`[data-text="${name}"]`)) {
      if (place.textContent !== text) place.textContent = text;
      place.setAttribute("data-tone", tones[name] ?? "");
    }
}

/** Shows the items of one list. An item that stays keeps its element, and with it focus and selection. @type {(id: string, items: Item[], where?: "append" | "prepend") => void} */
export function showList(id, items, where = "append") {
  const list = find(HTMLElement, `#${id}`);
  const old = new Map([...list.children].map((child) => [child.getAttribute("data-key"), child]));
  for (const item of items) {
    const element = old.get(item.key) ?? addElement(list, id, item.key, where);
    old.delete(item.key);
    fill(element, item);
  }
  for (const removed of old.values()) {
    // Otherwise a keyboard user would have to start at the top of the page again.
    if (removed.contains(document.activeElement)) find(HTMLElement, `#${id}-title`).focus();
    removed.remove();
  }
}

/** @type {(list: Element, id: string, key: string, where: "append" | "prepend") => Element} */
function addElement(list, id, key, where) {
  const copy = document.importNode(find(HTMLTemplateElement, `#${id}-item`).content, true);
  const element = find(HTMLElement, "*", copy);
  element.setAttribute("data-key", key);
  list[where](element);
  return element;
}
