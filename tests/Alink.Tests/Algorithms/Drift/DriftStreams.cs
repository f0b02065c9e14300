namespace Alink.Tests.Algorithms;

/// <summary>Streams of which other libraries publish where their detectors find a change.</summary>
static class DriftStreams
{
    const string NumPyBits =
        "8aa23784071be1f6b8e73df35765a33746b3fce22b9aa73bef5049bf43c10686eafbc53f48d86bb82d72054b4856eb9c8155" +
        "74d864dbaf955a433a429f948457a7bee4911895b75f98a8fd4278aae914d43cc095db9bc4c5507657788c3aa09b1e2995ea" +
        "c1cb8c3357ec67e62efbf1a5272b74b0b0eb99cfc4a32a32e2ffffffffffffffffffffffffffffffffffffffffffffffffff" +
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" +
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff";

    const string PythonBits =
        "8e136c8fdf80874fc1a8b318f746b6f1cc65334459360e205be053cf74cb74931cfac5a61b1f1e35f5eb486ba8b57c980f46" +
        "19b8252c65fff1e0991f1dc10940b1be1b6c6b762ded9692595d2aa0c702eb0a4ae9bc826fde33c07e5b0d7178ed66cb6bd7" +
        "32c6bb9ea97ce79b47341c643b756ff993eb2fd5f1cc44e8237cfa535094fdbef93fbebba9fbfe9ffb3babf1babb457d3f3e" +
        "bf5f8effe675fff1e75f2fdffffcc5daeebffbe76ad96f363cbb4daff3fb7d87af7ffbdfbb7d9fff3cdbdeff17dfbfdc3f6e" +
        "bf3fde37ef0d7fbafffadbf67f6f7fbfba97e3dfe51f3f3aeddafdefaff57e27bd23d9fa8fe6d765f7f5affff70f5bc3657f";

    const string PythonLow =
        "222aa8771deb7322f655c8c3590c849e39621e8722181576e36149015fd9c4fcc85bf744ae42ffe7036322178ab8793e09c6" +
        "ec5cd4062f61aec3cfc385de66aa80f28a830440e5e0c5162f97462f674f2fce128367cf93cf374e9cff5c02d1a6be3fbe05" +
        "31022abebe89e1571121b5878a2675b0c3bbd884f1c14aedfb";

    const string PythonHigh =
        "2cb4be36b8ac8c8555c0fc6a3a9048992c3fdffe247bc8dc8fa11257f434c91ec197e2aa7f42c666fd032d3cf50d5f57c1fd" +
        "0d13627ea1f50cc610716079624910a6db55bd7948115f7447b50edf2120afb59583c0dd32ed0f8732362dc2606012242887" +
        "1dc7d51eea147f95fe6eeeb7789072493c598e79273c6591f2ee5ac7980c5809168c50afda3edd69fb5d39e6e175f2e71271" +
        "4e6443d30e7ecad9ae34d07c965fef9ba1a8d373a2927180f180c8a855c73edf5e9b98ead8a846652068a0d992b7b1db02c9" +
        "7e75624bf3f234a92218dd948557daa0d8902c9a0e246b765a0574563b4be185c61988b171cc997302510a4c9c4e4d173caf";

    /// <summary>Of scikit-multiflow's test of DDM: signs of normal numbers, half of them up to row 999 and then all
    /// above 0 (NumPy, seed 1).</summary>
    public static double[] Signs { get; } = Digits(NumPyBits, 4, 1, 0);

    /// <summary>Of river's documentation of DDM: errors at a rate of 0.5, and from row 1000 on of 0.7 (Python, seed
    /// 42).</summary>
    public static double[] Rates { get; } = Digits(PythonBits, 4, 1, 0);

    /// <summary>Of river's documentation of ADWIN and Page-Hinkley: 0 and 1, and from row 1000 on 4 to 7 (Python, seed
    /// 12345).</summary>
    public static double[] Levels { get; } = [.. Digits(PythonLow, 4, 1, 0), .. Digits(PythonHigh, 2, 2, 4)];

    static double[] Digits(string hex, int each, int bits, int least) => [.. hex.SelectMany(digit =>
        Enumerable.Range(1, each).Select(k =>
            (double)(least + ((Convert.ToInt32($"{digit}", 16) >> (4 - (k * bits))) & ((1 << bits) - 1)))))];
}
