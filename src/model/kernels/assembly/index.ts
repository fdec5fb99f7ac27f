export { gram } from './gram';
export { spdPack, spdPanel, spdPivot, spdProduct, spdUnpack, spdUpdate } from './invert-spd';
export { scoreRows } from './score-rows';
export { sgdRound } from './sgd-round';
export { solveRows } from './solve-rows';
export { solveRowsCg } from './solve-rows-cg';
export { spmm } from './spmm';
export { packTiles, topRows } from './top-rows';
export { transformRows } from './transform-rows';
