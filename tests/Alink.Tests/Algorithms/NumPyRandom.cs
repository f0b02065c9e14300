namespace Alink.Tests.Algorithms;

/// <summary>The numbers of NumPy's RandomState, so that tests of other libraries can be run on their own
/// rows.</summary>
/// <remarks>M. Matsumoto and T. Nishimura, "Mersenne twister", ACM TOMACS 8, 1998; 53 bits a number.</remarks>
sealed class NumPyRandom
{
    const int Count = 624;
    readonly uint[] _state = new uint[Count];
    int _next = Count;

    public NumPyRandom(uint seed)
    {
        _state[0] = seed;
        for (var i = 1; i < Count; i++)
        {
            _state[i] = (1812433253 * (_state[i - 1] ^ (_state[i - 1] >> 30))) + (uint)i;
        }
    }

    /// <summary>Uniform from 0 to below 1.</summary>
    public double NextDouble() => (((NextBits() >> 5) * 67108864.0) + (NextBits() >> 6)) / 9007199254740992.0;

    uint NextBits()
    {
        if (_next == Count)
        {
            for (var i = 0; i < Count; i++)
            {
                var y = (_state[i] & 0x80000000) | (_state[(i + 1) % Count] & 0x7fffffff);
                _state[i] = _state[(i + 397) % Count] ^ (y >> 1) ^ ((y & 1) * 0x9908b0df);
            }

            _next = 0;
        }

        var bits = _state[_next++];
        bits ^= bits >> 11;
        bits ^= (bits << 7) & 0x9d2c5680;
        bits ^= (bits << 15) & 0xefc60000;
        return bits ^ (bits >> 18);
    }
}
