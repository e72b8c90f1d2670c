// SPDX-License-Identifier: GPL-2.0-only
import { evaluate } from '../../src/c/constant.ts';
import type { Subject } from '../rule.ts';
import { type ChangedHeader, changedHeaders, newConstants } from './changed.ts';
import type { Constant, Header } from './header.ts';

/** What `_IO(type, number)` and its kin encode. */
export interface Request {
  readonly constant: Constant;
  readonly macro: '_IO' | '_IOR' | '_IOW' | '_IOWR';
  /** Undefined where the text does not tell. */
  readonly type: bigint | undefined;
  readonly number: bigint | undefined;
  /** Text of the third argument; its size is part of the request. */
  readonly argument: string;
}

const REQUEST = /^\(?(_IO|_IOR|_IOW|_IOWR)\((.*?),(.*?)(?:,(.*))?\)\)?$/;

/** Undefined where the constant is no ioctl. */
export function requestOf(header: Header, constant: Constant): Request | undefined {
  const match = REQUEST.exec(constant.text);
  if (!match) return undefined;
  const [, macro, type = '', number = '', argument = ''] = match;
  const lookup = (name: string) => header.constants.get(name)?.text;
  return {
    constant,
    macro: macro as Request['macro'],
    type: evaluate(type, lookup),
    number: evaluate(number, lookup),
    argument,
  };
}

export function requestsOf(header: Header | undefined): Request[] {
  if (!header) return [];
  return [...header.constants.values()].flatMap((constant) => requestOf(header, constant) ?? []);
}

/** `_IO(';', 122)`: the number as encoded, since a header may count from any base of its own. */
export function describe({ macro, type, number, argument }: Request): string {
  const letter = type === undefined ? '?' : `'${String.fromCharCode(Number(type))}'`;
  return `${macro}(${letter}, ${number ?? '?'}${argument ? `, ${argument}` : ''})`;
}

/** An ioctl that the series adds. */
export interface NewIoctl {
  readonly header: ChangedHeader;
  readonly request: Request;
}

export function newIoctls(subject: Subject): NewIoctl[] {
  return changedHeaders(subject).flatMap((header) => {
    const { after } = header;
    if (!after) return [];
    return newConstants(header).flatMap((constant) => {
      const request = requestOf(after, constant);
      return request ? [{ header, request }] : [];
    });
  });
}
