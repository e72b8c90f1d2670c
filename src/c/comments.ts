// SPDX-License-Identifier: GPL-2.0-only

/** Comments, one that nothing ends among them, and the literals in which what looks like one is none. */
const COMMENT_OR_LITERAL = /\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g;

/** C with one blank for each comment. */
export function withoutComments(code: string): string {
  return replaced(code, () => ' ');
}

/** C with its comments as spaces, their line feeds kept: as long as the text, so that offsets and lines stay true. */
export function blankComments(code: string): string {
  return replaced(code, (comment) => comment.replace(/[^\n]+/g, blank));
}

const BLANKS = ' '.repeat(200);

/** Parts of one string take a fraction of the memory of as many strings. */
function blank({ length }: string): string {
  return length <= BLANKS.length ? BLANKS.slice(0, length) : ' '.repeat(length);
}

function replaced(code: string, by: (comment: string) => string): string {
  if (!code.includes('/*') && !code.includes('//')) return code;
  return code.replace(COMMENT_OR_LITERAL, (part) => (part.startsWith('/') ? by(part) : part));
}
