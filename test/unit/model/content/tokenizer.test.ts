import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ENGLISH_STOP_WORDS } from '../../../../src/model/content/stop-words.js';
import { tokenize } from '../../../../src/model/content/tokenizer.js';

describe('tokenize', () => {
  it.each([
    ['C Programming', ['c', 'programming']],
    ['R, C++ & C#; F# or Go', ['r', 'c++', 'c#', 'f#', 'go']],
    ['ASP.NET and .NET with Node.js', ['asp.net', '.net', 'node.js']],
    ['c++11/C++.', ['c++', '11', 'c++']],
    ['CompTIA A+: a+b', ['comptia', 'a+', 'b']],
    ['Chapter# 3, part 2 of 10', ['chapter', '3', 'part', '2', '10']],
    ['end.Next.json', ['end', 'next', 'json']],
  ])('keeps the names of technology: %s', (text, tokens) => {
    expect(tokenize(text)).toEqual(tokens);
  });

  it('drops English stop words by default and keeps them on demand', () => {
    expect(tokenize('The And Of')).toEqual([]);
    expect(tokenize('The And Of', { stopWords: 'NONE' })).toEqual(['the', 'and', 'of']);
  });

  it('never takes a letter that names something, or a digit, for a stop word', () => {
    const single = [...ENGLISH_STOP_WORDS].filter((word) => word.length === 1).sort();
    expect(single).toEqual(['a', 'i', 's', 't']);
    expect(ENGLISH_STOP_WORDS.has('with')).toBe(true);
  });

  it('tells information technology from the pronoun', () => {
    expect(tokenize('IT Support: make it work')).toEqual(['it', 'support', 'it', 'work']);
    expect(tokenize('make it work')).toEqual(['work']);
    expect(tokenize('MAKE IT WORK')).toEqual(['work']);
  });

  it('ends words at apostrophes', () => {
    expect(tokenize('The learner’s guide')).toEqual(['learner', 'guide']);
    expect(tokenize("L'art du C, O'Reilly's")).toEqual(['art', 'du', 'c', 'reilly']);
  });

  it('stems plain English words only', () => {
    expect(tokenize('Learning Databases in C++ and Node.js', { stemming: 'ENGLISH' })).toEqual([
      'learn',
      'databas',
      'c++',
      'node.js',
    ]);
    expect(tokenize('Programación', { stemming: 'ENGLISH' })).toEqual(['programación']);
  });

  it('folds case and composition', () => {
    const composed = 'Données avancées'.normalize('NFC');
    const decomposed = composed.normalize('NFD');
    expect(decomposed).not.toBe(composed);
    expect(tokenize(decomposed)).toEqual(tokenize(composed));
    expect(tokenize('STRASSE Straße')).toEqual(['strasse', 'strasse']);
    expect(tokenize('ΛΌΓΟΣ λόγος')).toEqual(['λόγος', 'λόγος']);
  });

  it('cuts scripts without spaces into words', () => {
    expect(tokenize('机器学习入门')).toEqual(['机器', '学习', '入门']);
    expect(tokenize('Python入门C++')).toEqual(['python', '入门', 'c++']);
    expect(tokenize('ディープラーニング入門')).toEqual(['ディープラーニング', '入門']);
    expect(tokenize('การเรียนรู้ของเครื่อง').length).toBeGreaterThan(2);
  });

  it('reads Arabic, with or without vowel signs, and Hindi with its vowels', () => {
    expect(tokenize('تعلم الآلة')).toEqual(['تعلم', 'الآلة']);
    expect(tokenize('مُحَمَّد')).toEqual(tokenize('محمد'));
    expect(tokenize('नमस्ते दुनिया')).toEqual(['नमस्ते', 'दुनिया']);
  });

  it('finds nothing where there are no words', () => {
    for (const text of ['', '   ', '!?', '❤️', '+++', '#']) expect(tokenize(text)).toEqual([]);
    expect(tokenize('1')).toEqual(['1']);
  });

  it('gives non-empty tokens without spaces for any text, the same for any case and composition', () => {
    const letters = fc.string({ unit: fc.constantFrom(..."abcRÉßñ机学ア9+#.' -") });
    fc.assert(
      fc.property(letters, (text) => {
        const tokens = tokenize(text);
        for (const token of tokens) expect(token).toMatch(/^\S+$/u);
        expect(tokenize(text.normalize('NFD'))).toEqual(tokens);
        expect(tokenize(text.toLowerCase())).toEqual(tokens);
      }),
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => tokenize(text).every((token) => token.length > 0)));
  });
});
