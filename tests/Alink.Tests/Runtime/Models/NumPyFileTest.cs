using System.Diagnostics;
using Alink.Runtime;
using static Alink.Tests.Runtime.ModelFileTest;

namespace Alink.Tests.Runtime;

public sealed class NumPyFileTest : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("alink").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void NumPy_opens_it_and_what_NumPy_saves_is_read()
    {
        ModelFile.Write(At("m"), Whole);
        var script = """
            import numpy, sys, zipfile
            m = numpy.load(sys.argv[1])
            print(m['numbers'].dtype, m['numbers'].shape, m['numbers'][0], m['numbers'][4], m['counts'].tolist(), m['sums'].tolist(),
                  m['flags'].tolist(), m['singles'].dtype, m['table'].tolist(), m['table'].flags['C_CONTIGUOUS'])
            z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None
            out = zipfile.ZipFile(sys.argv[2], 'w', zipfile.ZIP_DEFLATED)
            for n in z.namelist():
                if n.endswith('.npy'):
                    with out.open(n, 'w') as f:
                        numpy.lib.format.write_array(f, m[n[:-4]], version=(2, 0) if n == 'sums.npy' else None)
                else:
                    out.writestr(n, z.read(n))
            out.close()
            """;
        File.WriteAllText(At("script.py"), script);
        if (Python(At("script.py"), At("m"), At("again")) is not { } shown)
        {
            return; // There is no NumPy here; the bytes are held by another test.
        }

        Assert.Equal(
            "float64 (5,) 0.1 5e-324 [1, -2147483648] [9223372036854775807] [True, False, True] float32 [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]] True",
            shown.Trim());
        AssertSame(Whole, ModelFile.Read<TunedModel>(At("again"), Kinds));
    }

    static string? Python(params string[] arguments)
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var shown = python.StandardOutput.ReadToEnd();
            var error = python.StandardError.ReadToEnd();
            python.WaitForExit();
            return python.ExitCode == 0 ? shown
                : error.Contains("No module named 'numpy'") ? null
                : throw new InvalidOperationException(error);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    string At(string name) => Path.Combine(_folder, name);
}
