import { type API, addPartitionsToTxnV3, type Callback, kGetApi, Producer } from '@platformatic/kafka'

/**
 * The producer of @platformatic/kafka with the request by which clients add partitions to a transaction. By itself it
 * (2.12.1) takes the newest version that the broker knows; from version 4 on the request is one between brokers (KIP-890),
 * and a cluster with ACLs refuses it to everybody who may not act as a broker.
 */
export class TransactionProducer<Key, Value, HeaderKey, HeaderValue> extends Producer<
  Key,
  Value,
  HeaderKey,
  HeaderValue
> {
  override [kGetApi]<Arguments extends unknown[], Answer>(
    name: string,
    callback: Callback<API<Arguments, Answer>>,
  ): void {
    if (name !== 'AddPartitionsToTxn') super[kGetApi](name, callback)
    // The client hands over the arguments of the newest version, which this one takes as well.
    else callback(null, addPartitionsToTxnV3.api as unknown as API<Arguments, Answer>)
  }
}
