// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { sample } from '../testing/sample.ts';
import { SETTINGS } from '../testing/settings.ts';
import { foreignSchema, xmlProblems } from '../testing/validators.ts';
import { junit, junitGitlab } from './junit.ts';

const xml = junit.write(sample(), SETTINGS);
const failure = { code: 'NO_NETWORK', title: 'no network', where: 'apt', hint: 'Plug it in.' };
const broken = junit.write(sample(undefined, { designs: [], failure }), SETTINGS);

test('each group of a design is a suite, and what stopped the verb an error', () => {
  expect(xml).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites>
      <testsuite name="debian-6_1.pc.baseline.run" package="debian-6_1.pc.baseline" id="0" tests="1" failures="0" errors="0" skipped="0" time="0.000" timestamp="2026-01-01T00:00:00" hostname="localhost">
        <properties>
          <property name="title" value="Who may switch the lamp?"/>
          <property name="kpw.version" value="0.1.0"/>
          <property name="kpw.commit" value="0123456789012345678901234567890123456789"/>
          <property name="run" value="20260101T000000Z-debian-6.1-pc"/>
          <property name="design" value="baseline"/>
          <property name="tree" value="debian:6.1"/>
          <property name="tree.release" value="6.1.1"/>
          <property name="machine" value="pc"/>
          <property name="kernel" value="6.1.0-1-amd64"/>
        </properties>
        <testcase name="ran to its end" classname="debian-6_1.pc.baseline.run" time="0.000"/>
        <system-out></system-out>
        <system-err></system-err>
      </testsuite>
      <testsuite name="debian-6_1.pc.baseline.lamp_test" package="debian-6_1.pc.baseline" id="1" tests="1" failures="0" errors="0" skipped="0" time="0.000" timestamp="2026-01-01T00:00:00" hostname="localhost">
        <properties>
        </properties>
        <testcase name="switch.a" classname="debian-6_1.pc.baseline.lamp_test" time="0.000"/>
        <system-out></system-out>
        <system-err></system-err>
      </testsuite>
      <testsuite name="debian-6_1.pc.ioctl.run" package="debian-6_1.pc.ioctl" id="2" tests="1" failures="0" errors="0" skipped="0" time="0.000" timestamp="2026-01-01T00:00:00" hostname="localhost">
        <properties>
          <property name="title" value="Who may switch the lamp?"/>
          <property name="kpw.version" value="0.1.0"/>
          <property name="kpw.commit" value="0123456789012345678901234567890123456789"/>
          <property name="run" value="20260101T000000Z-debian-6.1-pc"/>
          <property name="design" value="an ioctl switches it"/>
          <property name="tree" value="debian:6.1"/>
          <property name="tree.release" value="6.1.1"/>
          <property name="machine" value="pc"/>
          <property name="kernel" value="6.1.0-1-amd64"/>
          <property name="patch.1" value="lamp: Restore"/>
          <property name="patch.2" value="lamp: Switch it"/>
          <property name="measurement.lamp.on.median" value="120.5 ns"/>
        </properties>
        <testcase name="ran to its end" classname="debian-6_1.pc.ioctl.run" time="0.000"/>
        <system-out></system-out>
        <system-err></system-err>
      </testsuite>
      <testsuite name="debian-6_1.pc.ioctl.check" package="debian-6_1.pc.ioctl" id="3" tests="2" failures="1" errors="0" skipped="0" time="0.000" timestamp="2026-01-01T00:00:00" hostname="localhost">
        <properties>
        </properties>
        <testcase name="hnd-argsz" classname="debian-6_1.pc.ioctl.check" time="0.000">
          <failure type="failure" message="1 error">drivers/lamp.c:40:9: error: LAMP_SWITCH reads more than argsz</failure>
        </testcase>
        <testcase name="mac-added" classname="debian-6_1.pc.ioctl.check" time="0.000"/>
        <system-out>mac-added: include/uapi/linux/lamp.h:7: note: linux/lamp.h gains LAMP_SWITCH</system-out>
        <system-err></system-err>
      </testsuite>
      <testsuite name="debian-6_1.pc.ioctl.lamp_test" package="debian-6_1.pc.ioctl" id="4" tests="3" failures="1" errors="0" skipped="1" time="0.000" timestamp="2026-01-01T00:00:00" hostname="localhost">
        <properties>
        </properties>
        <testcase name="switch.a" classname="debian-6_1.pc.ioctl.lamp_test" time="0.000"/>
        <testcase name="switch.b" classname="debian-6_1.pc.ioctl.lamp_test" time="0.000">
          <failure type="failure" message="lamp_test.c:42:switch.b:Expected 0 (0) == ret (-22)">lamp_test.c:42:switch.b:Expected 0 (0) == ret (-22)&#10;switch.b: Test failed</failure>
        </testcase>
        <testcase name="led.c" classname="debian-6_1.pc.ioctl.lamp_test" time="0.000">
          <skipped message="no LED"/>
        </testcase>
        <system-out></system-out>
        <system-err></system-err>
      </testsuite>
      <testsuite name="debian-6_1.pc.ioctl.lamp_time_test" package="debian-6_1.pc.ioctl" id="5" tests="1" failures="0" errors="0" skipped="1" time="0.000" timestamp="2026-01-01T00:00:00" hostname="localhost">
        <properties>
        </properties>
        <testcase name="led.d" classname="debian-6_1.pc.ioctl.lamp_time_test" time="0.000">
          <skipped message="expected failure: slow here"/>
        </testcase>
        <system-out></system-out>
        <system-err></system-err>
      </testsuite>
      <testsuite name="debian-6_1.pc.ioctl.client lampd desk" package="debian-6_1.pc.ioctl" id="6" tests="1" failures="0" errors="1" skipped="0" time="0.000" timestamp="2026-01-01T00:00:00" hostname="localhost">
        <properties>
        </properties>
        <testcase name="lampd" classname="debian-6_1.pc.ioctl.client lampd desk" time="0.000">
          <error type="error" message="it died"></error>
        </testcase>
        <system-out></system-out>
        <system-err></system-err>
      </testsuite>
      <testsuite name="debian-6_1.pc.sysfs.run" package="debian-6_1.pc.sysfs" id="7" tests="1" failures="0" errors="0" skipped="1" time="0.000" timestamp="2026-01-01T00:00:00" hostname="localhost">
        <properties>
          <property name="title" value="Who may switch the lamp?"/>
          <property name="kpw.version" value="0.1.0"/>
          <property name="kpw.commit" value="0123456789012345678901234567890123456789"/>
          <property name="run" value="20260101T000000Z-debian-6.1-pc"/>
          <property name="design" value="sysfs"/>
          <property name="tree" value="debian:6.1"/>
          <property name="tree.release" value="6.1.1"/>
          <property name="machine" value="pc"/>
          <property name="kernel" value="6.1.0-1-amd64"/>
        </properties>
        <testcase name="ran to its end" classname="debian-6_1.pc.sysfs.run" time="0.000">
          <skipped message="NEEDS_SOURCE: sysfs changes built-in code"/>
        </testcase>
        <system-out></system-out>
        <system-err></system-err>
      </testsuite>
    </testsuites>
    "
  `);
  expect(broken).toContain('<error type="error" message="NO_NETWORK: no network">');
});

test('xmllint reads it', async () => {
  for (const text of [xml, broken, junitGitlab.write(sample(), SETTINGS)])
    expect(await xmlProblems(text)).toEqual([]);
  expect(await xmlProblems(xml.replace('</testsuites>', ''))).not.toEqual([]);
});

const SCHEMAS = ['junit-10.xsd', 'junit-windyroad.xsd'].map((name) => ({
  name,
  schema: foreignSchema(name),
}));

test.skipIf(SCHEMAS.some(({ schema }) => schema === undefined)).each(SCHEMAS)(
  '$name accepts it',
  async ({ schema }) => {
    expect(await xmlProblems(xml, schema)).toEqual([]);
    expect(await xmlProblems(broken, schema)).toEqual([]);
    // The validator that accepts everything would accept this too.
    expect(await xmlProblems(xml.replaceAll('<testcase name=', '<testcase nam='), schema)).not.toEqual([]);
  },
);

test('class and name together are unique, also where a test is there twice', () => {
  const results = sample();
  const twice = results.designs.map((design) => ({
    ...design,
    programs: design.programs.map((program) => ({ ...program, tests: [...program.tests, ...program.tests] })),
  }));
  const cases = [
    ...junit
      .write({ ...results, designs: [...twice, ...twice] }, SETTINGS)
      .matchAll(/<testcase (name=".*?" classname=".*?")/g),
  ].map(([, both]) => both);
  expect(cases.length).toBeGreaterThan(20);
  expect(new Set(cases).size).toBe(cases.length);
});

test('for GitLab the file of a test, and of a finding, is an attribute', () => {
  const text = junitGitlab.write(sample(), SETTINGS);
  expect(
    [...text.matchAll(/<testcase name="(.*?)".* file="(.*?)"/g)].map(([, ...own]) => own),
  ).toMatchInlineSnapshot(`
    [
      [
        "switch.a",
        "kernel-tests/lamps/lamp_test.c",
      ],
      [
        "hnd-argsz",
        "drivers/lamp.c",
      ],
      [
        "switch.a",
        "kernel-tests/lamps/lamp_test.c",
      ],
      [
        "switch.b",
        "kernel-tests/lamps/lamp_test.c",
      ],
      [
        "led.c",
        "kernel-tests/lamps/lamp_test.c",
      ],
      [
        "led.d",
        "kernel-tests/lamps/lamp_time_test.c",
      ],
    ]
  `);
});
