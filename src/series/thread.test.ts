// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { detached, encoded, mboxOf, threaded } from './thread.ts';

const mail = (name: string, subject: string, rest: string) => ({
  name,
  text: `From 0000 Mon Sep 17 00:00:00 2001\nFrom: A very long name of a person\n <person@example.org>\nSubject: ${subject}\n\n${rest}`,
});
const COVER = mail(
  '0000-cover-letter.patch',
  '[PATCH 0/1] x',
  `L\xc3\xa4mp\n\n\nbase-commit: ${'a'.repeat(40)}\nprerequisite-patch-id: ${'b'.repeat(40)}\n\n`,
);
const PATCH = mail(
  '0001-x.patch',
  '[PATCH 1/1] x',
  'Text.\n---\n\ndiff --git a/f b/f\n@@ -1 +1,2 @@\n+a\n \n',
);
const RECIPIENTS = [
  { name: 'Ada "Lux" Lamp', address: 'ada@example.org', field: 'to' as const, why: [] },
  { name: 'Björn Licht', address: 'bjorn@example.org', field: 'cc' as const, why: [] },
  { name: undefined, address: 'lamps@lists.example.org', field: 'cc' as const, why: [] },
];

test('a thread hangs on its first mail, which answers the mail that was named', () => {
  const made = threaded([COVER, PATCH], { recipients: RECIPIENTS, inReplyTo: '1@example.org' });
  expect(mboxOf(made)).toMatchInlineSnapshot(`
    "From 0000 Mon Sep 17 00:00:00 2001
    Message-ID: <764adaddf91e0cc4a07e-0@kpw.invalid>
    In-Reply-To: <1@example.org>
    References: <1@example.org>
    From: A very long name of a person <person@example.org>
    Subject: [PATCH 0/1] x
    To: "Ada \\"Lux\\" Lamp" <ada@example.org>
    Cc: =?UTF-8?q?Bj=C3=B6rn_Licht?= <bjorn@example.org>,
        lamps@lists.example.org
    MIME-Version: 1.0
    Content-Type: text/plain; charset=UTF-8
    Content-Transfer-Encoding: 8bit

    LÃ¤mp


    base-commit: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    prerequisite-patch-id: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb

    From 0000 Mon Sep 17 00:00:00 2001
    Message-ID: <764adaddf91e0cc4a07e-1@kpw.invalid>
    In-Reply-To: <764adaddf91e0cc4a07e-0@kpw.invalid>
    References: <1@example.org>
     <764adaddf91e0cc4a07e-0@kpw.invalid>
    From: A very long name of a person <person@example.org>
    Subject: [PATCH 1/1] x
    To: "Ada \\"Lux\\" Lamp" <ada@example.org>
    Cc: =?UTF-8?q?Bj=C3=B6rn_Licht?= <bjorn@example.org>,
        lamps@lists.example.org

    Text.
    ---

    diff --git a/f b/f
    @@ -1 +1,2 @@
    +a
     
    "
  `);
});

test('the same series has the same ids, and another has others', () => {
  const ids = (recipients: typeof RECIPIENTS) =>
    threaded([PATCH], { recipients, inReplyTo: undefined }).map(
      ({ text }) => /^Message-ID: (.*)$/m.exec(text)?.[1],
    );
  expect(ids(RECIPIENTS)).toEqual(ids([...RECIPIENTS]));
  expect(ids(RECIPIENTS)).not.toEqual(ids([]));
  expect(ids([])).toEqual([expect.stringMatching(/^<[0-9a-f]{20}-1@kpw\.invalid>$/)]);
});

test('without its cover letter a series tells its base in the first patch, and keeps blanks at the end', () => {
  const { cover, patches } = detached([COVER, PATCH]);
  expect(cover).toBe(COVER);
  expect(mboxOf(patches).slice(-160)).toMatchInlineSnapshot(`
    "-

    diff --git a/f b/f
    @@ -1 +1,2 @@
    +a
     

    base-commit: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    prerequisite-patch-id: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
    "
  `);
  expect(detached([PATCH])).toEqual({ cover: undefined, patches: [PATCH] });
});

test('a name is encoded as RFC 2047 has it', () => {
  expect(encoded('Björn (Licht) A_b')).toBe('=?UTF-8?q?Bj=C3=B6rn_=28Licht=29_A=5Fb?=');
});
