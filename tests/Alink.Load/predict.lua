-- What wrk sends to the host: wrk -t1 -c16 -d60s --latency -s tests/Alink.Load/predict.lua http://127.0.0.1:8080/models/load/predict
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"x0":0.37,"x1":0.74,"x2":1.11,"x3":1.48,"x4":1.85,"x5":2.22,"x6":2.59,"x7":2.96,"x8":3.33,"x9":3.7}'
