// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { msixMmap } from '../../templates/msix-mmap/index.ts';
import { withSubsystem } from './standing.ts';

test('a topic that names no subsystem is about what it reads and the modules that it names', () => {
  const { subsystem: _, ...written } = msixMmap;
  const reads = ['drivers/lamp/lamp.c', 'include/linux/lamp.h', 'drivers/lamp/*.h'];
  const { subsystem } = withSubsystem({ ...written, id: 'lamp', title: 'Lamps', reads, modules: ['lamp'] });
  expect(subsystem).toEqual({
    id: 'lamp',
    title: 'Lamps',
    files: { drivers: ['drivers/lamp/lamp.c'], about: ['include/linux/lamp.h', 'drivers/lamp/*.h'] },
    modules: { roots: ['lamp'] },
    binding: { kind: 'none' },
    machines: ['x86-intel'],
  });
});

test('one that names its subsystem keeps it', () => {
  expect(withSubsystem(msixMmap).subsystem).toBe(msixMmap.subsystem);
});
