// SPDX-License-Identifier: GPL-2.0-only
import { gunzipSync } from 'node:zlib';
import { MailUnreadable } from './failures.ts';

/** Six times what a hundred patches of the kernel's largest drivers take. */
export const LARGEST = 64 * 2 ** 20;

/** First bytes of what is no text, latin1 (their formats' own documents). */
const PACKED: readonly (readonly [start: string, name: string, hint: string])[] = [
  ['\xFD7zXZ\0', 'xz', 'Unpack it: xz -d'],
  ['BZh', 'bzip2', 'Unpack it: bunzip2'],
  ['\x28\xB5\x2F\xFD', 'zstd', 'Unpack it: zstd -d'],
  ['PK\x03\x04', 'a zip archive', 'Unpack it: unzip'],
  ['%PDF-', 'PDF', 'Take the mail as it was sent.'],
];

/**
 * The text of a file of mails: unpacked where gzip packed it, as archives hand out threads (t.mbox.gz), UTF-16 as UTF-8.
 *
 * @param bytes latin1
 * @returns latin1
 * @throws MailUnreadable: packed otherwise, HTML, too large
 */
export function unpacked(bytes: string, where: string): string {
  if (bytes.startsWith('\x1F\x8B')) return unpacked(gunzipped(bytes, where), where);
  const packed = PACKED.find(([start]) => bytes.startsWith(start));
  if (packed) throw new MailUnreadable({ title: `this is ${packed[1]}`, where, hint: packed[2] });
  if (/^\xFF\xFE|^\xFE\xFF/.test(bytes)) return fromUtf16(bytes);
  if (
    /^(?:\xEF\xBB\xBF)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)?<(?:!doctype\s+html|html|head|body)\b/i.test(
      bytes.slice(0, 8192),
    )
  )
    throw new MailUnreadable({
      title: 'this is HTML',
      where,
      hint: 'Save the page as text, or take the mbox or "raw" link of the archive.',
    });
  return bytes;
}

export function tooLarge(where: string): MailUnreadable {
  return new MailUnreadable({
    title: `this is more than ${LARGEST / 2 ** 20} MB of text`,
    where,
    hint: 'Hand in the one series, not the archive.',
  });
}

function gunzipped(bytes: string, where: string): string {
  try {
    return gunzipSync(Buffer.from(bytes, 'latin1'), { maxOutputLength: LARGEST }).toString('latin1');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(where);
    throw new MailUnreadable(
      { title: `gzip cannot unpack it: ${(error as Error).message}`, where, hint: 'Download it once more.' },
      { cause: error },
    );
  }
}

function fromUtf16(bytes: string): string {
  const raw = Buffer.from(bytes.slice(2, 2 + ((bytes.length - 2) & ~1)), 'latin1');
  const little = bytes.startsWith('\xFF') ? raw : raw.swap16();
  return Buffer.from(little.toString('utf16le'), 'utf8').toString('latin1');
}
