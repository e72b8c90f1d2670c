// SPDX-License-Identifier: GPL-2.0-only

export interface Value {
  readonly text: string;
  readonly tone: Tone;
}

export type Tone = 'good' | 'bad' | 'plain';
