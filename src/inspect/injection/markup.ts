/** Markup is no sentence: takes it out, and says which parts of a text no reader of the page sees. */
import { BREAK } from './tokens.ts';

/** A part that is not shown. */
export interface HiddenRange {
  readonly start: number;
  readonly end: number;
  /** Attributes and comments have honest uses; what is made invisible by style has few. */
  readonly by: 'comment' | 'attribute' | 'style';
}

/** A text without its markup, unit for unit as long as it was. */
export interface Plain {
  readonly text: string;
  readonly hidden: readonly HiddenRange[];
}

/** Longest tag, attribute and hidden element that is read as one. */
const TAG = /<!--|-->|<(\/?)([a-z][a-z0-9:-]{0,40})((?:\s[^<>]{0,2000})?)\/?>/gi;
const ATTRIBUTE = /([a-z][a-z0-9:_-]{0,40})\s{0,4}=\s{0,4}(?:"([^"]{0,1500})"|'([^']{0,1500})')/gi;
const TEXT_ATTRIBUTE =
  /^(?:alt|title|content|placeholder|label|summary|aria-(?:label|description|roledescription|valuetext)|data-.*|value|abbr)$/i;
const INLINE =
  /^(?:b|i|u|s|em|strong|span|a|font|small|big|code|mark|sub|sup|wbr|abbr|tt|kbd|samp|var|q|cite|ins|del|bdi|bdo|time|nobr|label)$/i;
const KNOWN =
  /^(?:html|head|body|title|meta|link|script|style|noscript|template|base|div|p|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tfoot|tr|td|th|caption|section|article|header|footer|nav|main|aside|figure|figcaption|img|video|audio|source|iframe|form|input|button|select|option|textarea|pre|blockquote|hr|br|details|summary|svg|path|g|text|center|object|embed|param|canvas|address|fieldset|legend)$/i;
const HIDING_STYLE =
  /display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden|font-size\s{0,4}:\s{0,4}(?:0|1px|0?\.\d)(?![\d.]*[1-9]\d)|opacity\s{0,4}:\s{0,4}0(?:\.0\d?)?(?![.\d])|(?:left|top|right|text-indent|margin-left|margin-top)\s{0,4}:\s{0,4}-\d{3,}|(?:width|height|max-height)\s{0,4}:\s{0,4}[01](?:px)?\s{0,4}(?:;|$)|clip(?:-path)?\s{0,4}:\s{0,4}(?:rect\(\s{0,4}[01]|inset\(\s{0,4}(?:50|100)%)|color\s{0,4}:\s{0,4}transparent|scale\(0\)|z-index\s{0,4}:\s{0,4}-\d/i;
const COLOUR = /(background(?:-color)?|(?<![-a-z])color)\s{0,4}:\s{0,4}([^;]{1,40})/gi;
const HIDING_ATTRIBUTE =
  /(?:^|\s)(?:hidden(?=[\s=/]|$)|aria-hidden\s{0,4}=\s{0,4}["']?true|class\s{0,4}=\s{0,4}["'][^"']{0,200}\b(?:sr-only|visually-hidden|visuallyhidden|screen-reader-text|d-none|hidden)\b)/i;
/** Without one of these nothing hides; looked for first, as most tags have none. */
const HIDING = /style|hidden|class|color/i;
const WHITE = /^(?:#fff(?:fff)?|white|rgba?\(\s{0,4}255\s{0,4},\s{0,4}255\s{0,4},\s{0,4}255.{0,10})$/i;
const HIDDEN_ELEMENT = /^(?:noscript|template)$/i;
const MARKDOWN_COMMENT =
  /^[ \t]{0,3}\[(?:\/\/|comment|_|-)[^\]\n]{0,20}\]:[ \t]{0,8}(?:#|<>)[ \t]{0,8}["'(]([^\n]{1,1500})/gim;
/** How far the end of a hidden element or comment is looked for. */
const MAX_HIDDEN = 6000;

/** Takes markup out of a text. */
export function plainOf(text: string): Plain {
  const hidden: HiddenRange[] = [];
  if (text.includes(']:')) {
    for (const match of text.matchAll(MARKDOWN_COMMENT))
      hidden.push({ start: match.index, end: match.index + match[0].length, by: 'comment' });
  }
  if (!text.includes('<') && !text.includes('-->')) return { text, hidden };
  const parts: string[] = [];
  let done = 0;
  let comment = -1;
  let unseen = -1;
  const lower = text.toLowerCase();
  for (const match of text.matchAll(TAG)) {
    const [tag, slash = '', name = '', attributes = ''] = match;
    const at = match.index;
    const end = at + tag.length;
    if (name !== '' && !isTag(name, slash, attributes)) continue;
    parts.push(text.slice(done, at));
    done = end;
    if (tag === '<!--') comment = at;
    else if (tag === '-->') {
      if (comment >= 0) hidden.push({ start: comment, end, by: 'comment' });
      comment = -1;
    }
    if (name === '') {
      parts.push(BREAK.padEnd(tag.length, ' '));
      continue;
    }
    const inline = INLINE.test(name);
    parts.push(attributes === '' ? blank(tag, inline) : blankKeeping(tag, at, inline, hidden));
    if (slash === '' && end > unseen && (HIDDEN_ELEMENT.test(name) || hides(attributes))) {
      const close = lower.indexOf(`</${name.toLowerCase()}`, end);
      const to = close < 0 || close > end + MAX_HIDDEN ? Math.min(text.length, end + MAX_HIDDEN) : close;
      // What stands inside is hidden with it.
      unseen = to;
      hidden.push({
        start: end,
        end: to,
        by: HIDING_STYLE.test(attributes) || isBlank(attributes) ? 'style' : 'attribute',
      });
    }
  }
  if (comment >= 0)
    hidden.push({ start: comment, end: Math.min(text.length, comment + MAX_HIDDEN), by: 'comment' });
  parts.push(text.slice(done));
  return { text: parts.join(''), hidden };
}

/** `<the name of the user>` is a gap to be filled in, and no tag. */
function isTag(name: string, slash: string, attributes: string): boolean {
  if (slash === '/' || attributes.trim() === '' || attributes.includes('=')) return true;
  return KNOWN.test(name) || INLINE.test(name);
}

function blank(tag: string, inline: boolean): string {
  return inline ? ' '.repeat(tag.length) : BREAK.padEnd(tag.length, ' ');
}

/** Blanks of a tag, but for the attributes that hold text. */
function blankKeeping(tag: string, at: number, inline: boolean, hidden: HiddenRange[]): string {
  let out = '';
  for (const match of tag.matchAll(ATTRIBUTE)) {
    const value = match[2] ?? match[3] ?? '';
    if (value.length < 8 || !TEXT_ATTRIBUTE.test(match[1]!)) continue;
    const from = match.index + match[0].length - value.length - 1;
    out = `${out.padEnd(from - 1, ' ')}${BREAK}${value}${BREAK}`;
    hidden.push({ start: at + from, end: at + from + value.length, by: 'attribute' });
  }
  if (out === '') return blank(tag, inline);
  return out.padEnd(tag.length, ' ');
}

function hides(attributes: string): boolean {
  if (attributes === '' || !HIDING.test(attributes)) return false;
  return HIDING_STYLE.test(attributes) || HIDING_ATTRIBUTE.test(attributes) || isBlank(attributes);
}

/** In the colour of what is behind it. */
function isBlank(attributes: string): boolean {
  let ink: string | undefined;
  let paper: string | undefined;
  for (const match of attributes.matchAll(COLOUR)) {
    const colour = match[2]!
      .replace(/["'].*$/, '')
      .replace(/!important/, '')
      .trim()
      .toLowerCase();
    if (match[1]!.toLowerCase() === 'color') ink = colour;
    else paper = colour;
  }
  if (ink === undefined) return /\scolor\s{0,4}=\s{0,4}["']?(?:white|#fff(?:fff)?)\b/i.test(attributes);
  return ink === paper || WHITE.test(ink);
}
