import { expect, it } from '@jest/globals';
import { createFeatureProducts, type TouchedRow } from '../../../../src/model/algorithms/feature-products.js';
import { featureProductsOf } from '../../../../src/model/algorithms/remembered-products.js';
import { createRandom } from '../../../../src/model/random.js';
import { featureRows } from '../../../support/datasets.js';

const ITEMS = 12;
const features = featureRows(createRandom(2), ITEMS, 7);
const direct = createFeatureProducts(features);

const touch = (products: typeof direct, item: number) => {
  const row: TouchedRow = { touchedBy: new Int32Array(ITEMS).fill(-1), touched: new Int32Array(ITEMS), count: 0 };
  const out = new Float64Array(ITEMS);
  products.touchRow(item, 3, out, row);
  return { out, named: [...row.touched.subarray(0, row.count)].sort((a, b) => a - b) };
};

it('gives what the products give, in single precision, the first time and every time', () => {
  const remembered = featureProductsOf(features);
  for (let round = 0; round < 2; round++)
    for (let item = 0; item < ITEMS; item++) {
      const [a, b] = [new Float64Array(ITEMS).fill(1), new Float64Array(ITEMS).fill(1)];
      direct.addRow(item, 2, a, item);
      remembered.addRow(item, 2, b, item);
      b.forEach((value, j) => expect(value).toBeCloseTo(a[j], 6));
      const [expected, actual] = [touch(direct, item), touch(remembered, item)];
      expect(actual.named).toEqual(expected.named.filter((j) => expected.out[j] !== 0));
      actual.out.forEach((value, j) => expect(value).toBeCloseTo(expected.out[j], 6));
    }
});

it('is made once for the same features, remembered or not', () => {
  expect(featureProductsOf(features)).toBe(featureProductsOf(features));
  const others = featureRows(createRandom(3), ITEMS, 7);
  const large = featureProductsOf(others, ITEMS - 1);
  expect(featureProductsOf(others, ITEMS - 1)).toBe(large);
  expect(touch(large, 2).out).toEqual(touch(createFeatureProducts(others), 2).out);
});
