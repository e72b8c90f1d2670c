// SPDX-License-Identifier: GPL-2.0-only

/**
 * The Makefile of a headers package that was unpacked anywhere. As shipped it includes the common headers'
 * Makefile by its installed path, and since 7.x names its own as KBUILD_OUTPUT.
 */
export function relocateHeaders(makefile: string): string {
  const sources = '$(abspath $(dir $(lastword $(MAKEFILE_LIST)))/..)';
  return `KPW_SOURCES := ${sources}\n${makefile.replaceAll('/usr/src/', '$(KPW_SOURCES)/')}`;
}
