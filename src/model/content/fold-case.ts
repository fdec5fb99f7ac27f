const NOT_ASCII = /[^\p{ASCII}]/u;
/** Soft hyphen, joiners, byte-order mark, Arabic tatweel and short vowels: optional in writing. */
const IGNORABLE = /[\u00AD\u200C\u200D\u2060\uFEFF\u0640\u064B-\u0652\u0670]/g;

export function isAscii(text: string): boolean {
  return !NOT_ASCII.test(text);
}

/**
 * A text in the form in which two spellings of the same words are equal: NFC, full case folding (`Straße` equals
 * `STRASSE`, and the forms of sigma are one), without characters that are optional in writing.
 */
export function foldCase(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  // Through upper case, where ß becomes two letters and letters lose the forms that depend on their place.
  return text.normalize('NFC').replace(IGNORABLE, '').toLowerCase().toUpperCase().toLowerCase().normalize('NFC');
}
