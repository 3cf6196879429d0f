CREATE TABLE orders (
  order_id STRING NOT NULL,
  total DECIMAL(10, 2),
  currency STRING,
  event_time TIMESTAMP(3),
  warehouse STRING
) WITH ('connector' = 'kafka', 'topic' = 'orders.v1')
