// SPDX-License-Identifier: GPL-2.0-only
export declare const STATUS: Readonly<
  Record<'HOST_LACKS' | 'HOST_FAULT' | 'SOURCE_BROKEN' | 'INTERNAL', number>
>;
export declare const FILES: string;
export declare function startFailure(error: unknown): { text: string; status: number };
