// SPDX-License-Identifier: GPL-2.0-only
// Commands that a subsystem takes from its drivers, to call an operation of theirs instead.
import type { Sources } from '../../../src/series/topic.ts';
import { bareText } from './code.ts';
import type { Served } from './commands.ts';

const ROW = /\.(\w+)\s*=\s*&?[a-z]\w+\s*[,}]/g;
/** Letters that a command and an operation have to share: fewer are chance. */
const SHARED = 8;

/**
 * Whether the driver has an operation of that name now, which it did not have: `.ndo_hwtstamp_set` in place of
 * SIOCSHWTSTAMP (66f7223039c0), `.get_region_info_caps` in place of VFIO_DEVICE_GET_REGION_INFO.
 */
export function isOperationNow(before: Sources, after: Sources, { name, file }: Served): boolean {
  if (isOfCore(before, after, name, file)) return true;
  const [was, is] = [before.get(file), after.get(file)];
  if (!was || !is) return false;
  const rows = (source: typeof was) =>
    new Set([...bareText(source).matchAll(ROW)].map(([, row = '']) => row));
  const old = rows(was);
  return [...rows(is)].some((row) => !old.has(row) && shares(row, name.toLowerCase()));
}

/** Commands that a core serves for whoever registers with it, or has its operation. */
const CORES: readonly (readonly [command: RegExp, driver: RegExp])[] = [
  // drivers/watchdog/watchdog_dev.c, watchdog_ioctl()
  [/^WDIOC_/, /\bwatchdog_register_device\s*\(/],
  // drivers/rtc/dev.c, rtc_dev_ioctl()
  [/^RTC_/, /\brtc_(?:register_device|device_register)\s*\(/],
  // fs/ioctl.c, do_vfs_ioctl()
  [/^FS_IOC_(?:[GS]ETFLAGS|FS[GS]ETXATTR)$/, /\.fileattr_[gs]et\s*=/],
  // block/ioctl.c, blkdev_roset()
  [/^BLKROSET$/, /\.set_read_only\s*=/],
];

function isOfCore(before: Sources, after: Sources, name: string, file: string): boolean {
  const folder = file.replace(/[^/]*$/, '');
  const near = (side: Sources) => side.paths.filter((path) => path.replace(/[^/]*$/, '') === folder);
  const has = (side: Sources, sign: RegExp) =>
    near(side).some((path) => sign.test(side.get(path)?.text ?? ''));
  return CORES.some(
    ([command, sign]) =>
      command.test(name) &&
      (sign.test(after.get(file)?.text ?? '') || (has(after, sign) && !has(before, sign))),
  );
}

function shares(operation: string, command: string): boolean {
  const words = operation.split('_');
  return words.some((_, from) =>
    words.slice(from).some((__, length) => {
      const run = words.slice(from, from + length + 1).join('_');
      return run.length >= SHARED && command.includes(run);
    }),
  );
}
