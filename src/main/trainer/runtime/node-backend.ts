import type { KernelBackend, Tensor, TensorInfo } from '@tensorflow/tfjs-core';

/** One attribute of a TensorFlow operation; `type` is one of the binding's TF_ATTR_ constants. */
export interface OpAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: boolean | number | string | readonly number[] | object;
}

/**
 * The constants of the compiled binding (tfjs_binding.cc), by which types and attributes are named. It cannot set attributes of
 * type list(string) or list(type).
 */
export interface NodeBinding {
  readonly TF_Version: string;
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_INT64: number;
  readonly TF_BOOL: number;
  readonly TF_COMPLEX64: number;
  readonly TF_STRING: number;
  readonly TF_RESOURCE: number;
  readonly TF_UINT8: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_SHAPE: number;
  readonly TF_ATTR_RESOURCE: number;
  isUsingGpuDevice(): boolean;
  getNumOfTensors(): number;
}

/** What this program uses of NodeJSKernelBackend (tfjs-node-gpu 4.22): any TensorFlow operation by name. */
export interface NodeBackend extends KernelBackend {
  readonly binding: NodeBinding;
  readonly isUsingGpuDevice: boolean;
  /** Runs an operation with one output. The caller owns the tensor. */
  executeSingleOutput(name: string, attributes: readonly OpAttribute[], inputs: readonly TensorInfo[]): Tensor;
  /** Runs an operation with several outputs. The caller owns them all. */
  executeMultipleOutputs(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly TensorInfo[],
    outputCount: number,
  ): Tensor[];
  /** Tensors alive on TensorFlow's side: a leak check below the engine's. */
  getNumOfTFTensors(): number;
}
