// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { defaultTopic } from '../../templates/default.ts';
import { topics } from '../../templates/index.ts';

test('the topic that help names is the first', () => {
  expect(topics[0]?.id).toBe(defaultTopic);
});
