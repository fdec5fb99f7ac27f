import { jsKernels } from '../../../../src/model/kernels/js-kernels.js';
import { describeKernels } from './describe-kernels.js';

describeKernels('TypeScript', jsKernels);
