import assert from 'node:assert/strict';
import { test } from 'node:test';

import { finds, initials } from '../../static/fieldstudy/lib/pinyin.js';

test('names shrink to the letters one types', () => {
  const expected = {
    想快点走: 'xkdz',
    槽点: 'cd',
    感动点: 'gdd',
    赞点: 'zd',
    自助结账: 'zzjz',
    货架与价签: 'hjyjq',
    生鲜区: 'sxq',
    被记住: 'bjz',
    安心: 'ax',
    饿了: 'el',
    欧洲: 'oz',
    两台机器: 'ltjq',
    櫃檯: 'gt',
    铃声: 'ls',
    索赔: 'sp',
    丫头: 'yt',
    '9.9 元 Sale': '9.9 y sale',
  };
  for (const [name, letters] of Object.entries(expected)) assert.equal(initials(name), letters);
});

test('every letter that begins a reading is reached', () => {
  const one = '啊不出的额飞高好就开了没你哦跑去人是他我下要在';
  assert.equal(initials(one), 'abcdefghjklmnopqrstwxyz');
});

test('a code is found by Chinese, initials or English', () => {
  const names = ['想快点走', 'To be quick'];
  for (const typed of ['快点', 'xkd', 'QUICK', ' kd ', '']) assert.ok(finds(typed, names), typed);
  assert.ok(!finds('xdk', names));
});
