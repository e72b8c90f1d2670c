// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { relocateHeaders } from './relocate-headers.ts';

test('paths of the installed headers become paths beside the unpacked ones', () => {
  const makefile = `KBUILD_OUTPUT=/usr/src/linux-headers-7.2.13+deb14-cloud-amd64
include /usr/src/linux-headers-7.2.13+deb14-common/Makefile
`;
  expect(relocateHeaders(makefile)).toMatchInlineSnapshot(`
    "KPW_SOURCES := $(abspath $(dir $(lastword $(MAKEFILE_LIST)))/..)
    KBUILD_OUTPUT=$(KPW_SOURCES)/linux-headers-7.2.13+deb14-cloud-amd64
    include $(KPW_SOURCES)/linux-headers-7.2.13+deb14-common/Makefile
    "
  `);
});
