// SPDX-License-Identifier: GPL-2.0-only
import { BadParameter } from '../series/errors.ts';
import { flag, type OptionValues, text } from './command.ts';

/** Version and prefix of the subjects. */
export interface AskedHeading {
  readonly version: number;
  readonly prefix: string;
}

/**
 * @param rfc whether the series can only be an RFC
 * @throws BadParameter
 */
export function headingOf(options: OptionValues, rfc: boolean): AskedHeading {
  const word = text(options, 'prefix');
  const version = text(options, 'rerollCount') ?? '1';
  if (!/^[1-9]\d{0,2}$/.test(version))
    throw new BadParameter({
      title: `-v needs a version, not "${version}"`,
      where: `-v ${version}`,
      hint: 'Give a whole number from 1 on; the subjects of version 1 name no version.',
    });
  if (word !== undefined && !/^[\w.-]+$/.test(word))
    throw new BadParameter({
      title: `--prefix cannot put "${word}" into the brackets of a subject`,
      where: `--prefix ${word}`,
      hint: 'Give one word of letters, digits, ".", "-" and "_": bpf, net-next.',
    });
  const words = [
    ...(rfc || flag(options, 'rfc') ? ['RFC'] : []),
    'PATCH',
    ...(word === undefined ? [] : [word]),
  ];
  return { version: Number(version), prefix: words.join(' ') };
}

/**
 * A message id without its angle brackets.
 *
 * @throws BadParameter
 */
export function messageId(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  const [, id] = /^<?([^\s<>@]+@[^\s<>@]+)>?$/.exec(given.trim()) ?? [];
  if (id !== undefined) return id;
  throw new BadParameter({
    title: `"${given}" is no message id`,
    where: `--in-reply-to ${given}`,
    hint: 'Give what the Message-ID: field of the mail says, such as 20171122040932.970-1-aik@ozlabs.ru',
  });
}
