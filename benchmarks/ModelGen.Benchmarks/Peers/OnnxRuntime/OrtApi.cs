using System.Runtime.InteropServices;
using System.Text;

namespace ModelGen.Benchmarks.Peers;

/// <summary>The C API of ONNX Runtime: a table of functions, of which this calls those that a benchmark needs.</summary>
/// <remarks>
/// The positions are those of <c>struct OrtApi</c> in onnxruntime_c_api.h. New functions are only ever added at its end,
/// so they hold for every version from 1.16 on. Every function that can fail returns null or a status to be released.
/// </remarks>
internal sealed unsafe class OrtApi
{
    private const uint Version = 16;
    private const int Warning = 2, AllOptimizations = 99, Float = 1;

    private readonly void** _functions;
    private readonly nint _environment, _cpuMemory;

    /// <summary>Loads the library.</summary>
    /// <exception cref="DllNotFoundException">The file is missing or no library for this machine.</exception>
    /// <exception cref="NotSupportedException">The library is too old.</exception>
    public OrtApi(string path)
    {
        nint library = NativeLibrary.Load(path);
        void** entry = ((delegate* unmanaged<void**>)NativeLibrary.GetExport(library, "OrtGetApiBase"))();
        RuntimeVersion = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<byte*>)entry[1])())!;
        _functions = ((delegate* unmanaged<uint, void**>)entry[0])(Version);
        if (_functions is null)
            throw new NotSupportedException($"ONNX Runtime {RuntimeVersion} in '{path}' is too old; 1.{Version} or newer is needed.");
        nint environment,
            memory;
        fixed (byte* name = "ModelGen.Benchmarks\0"u8)
            Check(((delegate* unmanaged<int, byte*, nint*, nint>)_functions[3])(Warning, name, &environment));
        Check(((delegate* unmanaged<int, int, nint*, nint>)_functions[69])(0, 0, &memory));
        (_environment, _cpuMemory) = (environment, memory);
    }

    /// <summary>The version of the library.</summary>
    public string RuntimeVersion { get; }

    /// <summary>The address of <c>OrtStatus* Run(session, options, inputNames, inputs, count, outputNames, count, outputs)</c>.</summary>
    public delegate* unmanaged<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint> Run =>
        (delegate* unmanaged<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint>)_functions[9];

    /// <summary>The address of <c>OrtStatus* RunWithBinding(session, options, binding)</c>.</summary>
    public delegate* unmanaged<nint, nint, nint, nint> RunWithBinding => (delegate* unmanaged<nint, nint, nint, nint>)_functions[133];

    /// <summary>Makes a session with all optimisations of the graph.</summary>
    /// <param name="model">A model file.</param>
    /// <param name="threads">Threads within an operator, the calling one among them.</param>
    public nint CreateSession(ReadOnlySpan<byte> model, int threads)
    {
        nint options, session;
        Check(((delegate* unmanaged<nint*, nint>)_functions[10])(&options));
        Check(((delegate* unmanaged<nint, int, nint>)_functions[23])(options, AllOptimizations));
        Check(((delegate* unmanaged<nint, int, nint>)_functions[24])(options, threads));
        Check(((delegate* unmanaged<nint, int, nint>)_functions[25])(options, 1));
        fixed (byte* data = model)
            Check(
                ((delegate* unmanaged<nint, byte*, nuint, nint, nint*, nint>)_functions[8])(
                    _environment,
                    data,
                    (nuint)model.Length,
                    options,
                    &session));
        Release(100, options);
        return session;
    }

    /// <summary>Makes a tensor of memory that stays where it is.</summary>
    /// <param name="data">The first of the floats.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="shape">The shape.</param>
    public nint CreateTensor(float* data, int count, IReadOnlyList<int> shape)
    {
        nint value;
        long[] axes = [.. shape.Select(axis => (long)axis)];
        fixed (long* first = axes)
        {
            Check(((delegate* unmanaged<nint, float*, nuint, long*, nuint, int, nint*, nint>)_functions[49])(
                _cpuMemory, data, (nuint)count * sizeof(float), first, (nuint)axes.Length, Float, &value));
        }

        return value;
    }

    /// <summary>Ties values to the names of a session, so that a run need not look them up.</summary>
    public nint CreateBinding(nint session, byte* inputName, nint input, byte* outputName, nint output)
    {
        nint binding;
        Check(((delegate* unmanaged<nint, nint*, nint>)_functions[134])(session, &binding));
        Check(((delegate* unmanaged<nint, byte*, nint, nint>)_functions[136])(binding, inputName, input));
        Check(((delegate* unmanaged<nint, byte*, nint, nint>)_functions[137])(binding, outputName, output));
        return binding;
    }

    public void ReleaseSession(nint session) => Release(95, session);

    public void ReleaseValue(nint value) => Release(96, value);

    public void ReleaseBinding(nint binding) => Release(135, binding);

    /// <summary>Turns a status into an exception.</summary>
    /// <exception cref="InvalidOperationException">The status is not null.</exception>
    public void Check(nint status)
    {
        if (status == 0)
            return;
        string message = Encoding.UTF8.GetString(
            MemoryMarshal.CreateReadOnlySpanFromNullTerminated(((delegate* unmanaged<nint, byte*>)_functions[2])(status)));
        Release(93, status);
        throw new InvalidOperationException($"ONNX Runtime: {message}");
    }

    private void Release(int function, nint handle) => ((delegate* unmanaged<nint, void>)_functions[function])(handle);
}
