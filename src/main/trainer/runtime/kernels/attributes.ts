import type { NodeBackend, OpAttribute } from '../node-backend.ts';

/** Writers of TensorFlow attributes for the binding of a backend. */
export interface AttributeWriter {
  /** Attributes of type `type`, all float32: `float32('T', 'U')`. */
  float32(...names: string[]): OpAttribute[];
  type(name: string, value: 'float32' | 'int32'): OpAttribute;
  text(name: string, value: string): OpAttribute;
  whole(name: string, value: number | readonly number[]): OpAttribute;
  real(name: string, value: number): OpAttribute;
  flag(name: string, value: boolean): OpAttribute;
}

export function attributeWriter({ binding }: NodeBackend): AttributeWriter {
  const { TF_FLOAT, TF_INT32, TF_ATTR_TYPE, TF_ATTR_STRING, TF_ATTR_INT, TF_ATTR_FLOAT, TF_ATTR_BOOL } = binding;
  const typed = (name: string, value: number): OpAttribute => ({ name, type: TF_ATTR_TYPE, value });
  return {
    float32: (...names) => names.map((name) => typed(name, TF_FLOAT)),
    type: (name, value) => typed(name, value === 'float32' ? TF_FLOAT : TF_INT32),
    text: (name, value) => ({ name, type: TF_ATTR_STRING, value }),
    whole: (name, value) => ({ name, type: TF_ATTR_INT, value }),
    real: (name, value) => ({ name, type: TF_ATTR_FLOAT, value }),
    flag: (name, value) => ({ name, type: TF_ATTR_BOOL, value }),
  };
}
