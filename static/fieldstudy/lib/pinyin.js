/**
 * The first letters of Chinese words as they are typed, without a table of characters: the browser's
 * own pinyin order (Unicode CLDR, collation `pinyin`) is asked which letter's first everyday character
 * a character comes after. Those firsts have one reading only, so that every browser sorts them alike;
 * a character with several readings counts under its first.
 */

const LETTERS = 'abcdefghjklmnopqrstwxyz';
const FIRSTS = '阿八擦耷婀发旮哈讥咔垃妈拿噢趴七然仨他挖夕丫匝';

const order = new Intl.Collator('zh-Hans-u-co-pinyin');
const isHan = /\p{Script=Han}/u;

/** @param {string} character */
function initial(character) {
  if (!isHan.test(character)) return character;
  let letter = '';
  for (const [index, first] of [...FIRSTS].entries()) {
    if (order.compare(first, character) > 0) break;
    letter = LETTERS[index] ?? '';
  }
  return letter;
}

/**
 * @param {string} text
 * @returns {string} “想快点走” as “xkdz”; other writing stays as it is, in lower case
 */
export function initials(text) {
  return [...text].map(initial).join('').toLowerCase();
}

/**
 * Whether what is typed finds a name: anywhere in it, or in its initials.
 * @param {string} typed
 * @param {readonly string[]} names
 */
export function finds(typed, names) {
  const wanted = typed.trim().toLowerCase();
  return names.some(
    (name) => name.toLowerCase().includes(wanted) || initials(name).includes(wanted),
  );
}
