// SPDX-License-Identifier: GPL-2.0-only

/** The sequences of UTF-8 (RFC 3629, section 4) in bytes that were read as latin1; the group has a byte that is in none. */
const SEQUENCE =
  /[\xC2-\xDF][\x80-\xBF]|\xE0[\xA0-\xBF][\x80-\xBF]|[\xE1-\xEC\xEE\xEF][\x80-\xBF]{2}|\xED[\x80-\x9F][\x80-\xBF]|\xF0[\x90-\xBF][\x80-\xBF]{2}|[\xF1-\xF3][\x80-\xBF]{3}|\xF4[\x80-\x8F][\x80-\xBF]{2}|([\x80-\xFF])/g;

/**
 * Bytes of somebody else's as text for people: UTF-8 as what it says, each other byte above 7F as `\xe9`, so that nothing
 * is lost and nothing is shown as U+FFFD.
 *
 * @param bytes or the same read as latin1; what has other characters was decoded already, and stays
 */
export function shownText(bytes: Buffer | string): string {
  const text = typeof bytes === 'string' ? bytes : bytes.toString('latin1');
  if (!/[\x80-\xFF]/.test(text) || /[^\0-\xFF]/.test(text)) return text;
  return text.replace(SEQUENCE, (sequence, stray: string | undefined) =>
    stray === undefined
      ? Buffer.from(sequence, 'latin1').toString('utf8')
      : `\\x${stray.charCodeAt(0).toString(16)}`,
  );
}
