using System.Diagnostics;
using System.Runtime.CompilerServices;
using ModelGen.Runtime;
using ModelGen.Serialization;

namespace ModelGen.Tests.Weights;

/// <summary>Ours → PyTorch → ours: a file of ours becomes a state dict, and what PyTorch saves of it has the same bits.</summary>
public sealed class RoundTripTests : IDisposable
{
    private static readonly float[] s_special =
    [
        float.NaN, BitConverter.Int32BitsToSingle(unchecked((int)0xFFC0_1234)), BitConverter.Int32BitsToSingle(0x7F80_0001), -0f,
        float.Epsilon, -float.Epsilon, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, 1.17549421e-38f, 0.1f, 1 + 1e-7f,
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Importing PyTorch takes seconds.</summary>
    [TorchFact]
    public void Every_bit_survives_PyTorch()
    {
        ParameterSet ours = Parameters();
        Random random = new(ModelGen.TestKit.TestSeed.Value);
        foreach (Parameter parameter in ours)
        {
            float[] values = new float[parameter.Value.Count];
            for (int i = 0; i < values.Length; i++)
                values[i] = i < s_special.Length ? s_special[i] : BitConverter.Int32BitsToSingle(random.Next() & ~0x0080_0000);
            parameter.Value.CopyFrom(values);
        }

        SafeTensors.Save(Path.Combine(_folder.Root, "ours.safetensors"), ours);
        Python("round_trip.py");

        foreach (string file in (string[])["theirs.pth", "theirs.npz", "theirs.safetensors"])
        {
            ModelWeights theirs = ModelWeights.Read(Path.Combine(_folder.Root, file));
            Assert.Equal(ours.Select(parameter => parameter.Name).Order(), theirs.Select(tensor => tensor.Name).Order());
            foreach (Parameter parameter in ours)
            {
                WeightTensor tensor = theirs[parameter.Name];
                Assert.Equal(parameter.Shape, tensor.Shape);
                Assert.Equal(Bits([.. parameter.Value]), Bits(tensor.ToFloats()));
            }
        }

        ParameterSet back = Parameters();
        SafeTensors.Load(Path.Combine(_folder.Root, "theirs.safetensors"), back);
        Assert.All(ours.Zip(back), pair => Assert.Equal(Bits([.. pair.First.Value]), Bits([.. pair.Second.Value])));
    }

    private static int[] Bits(float[] values) => [.. values.Select(BitConverter.SingleToInt32Bits)];

    private static ParameterSet Parameters()
    {
        List<ParameterDescriptor> descriptors = [];
        int offset = 0;
        (string, int[])[] tensors = [("conv1.weight", [4, 3, 3, 3]), ("conv1.bias", [4]), ("fc.weight", [5, 36])];
        foreach ((string name, int[] shape) in tensors)
        {
            int[] strides = [.. shape.Select((_, axis) => shape[(axis + 1)..].Aggregate(1, (product, size) => product * size))];
            descriptors.Add(new ParameterDescriptor(name, shape, offset, strides, Models.None) { Trainable = true });
            offset += shape.Aggregate(1, (product, size) => product * size);
        }

        return new ParameterSet(descriptors, new AlignedBuffer(offset), new AlignedBuffer(offset));
    }

    private void Python(string script, [CallerFilePath] string here = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(here)!, "References", script);
        ProcessStartInfo start = new("/usr/bin/python3", [path, _folder.Root]) { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
    }
}

/// <summary>A test with PyTorch: it runs where everything runs and Debian's python3-torch is installed.</summary>
internal sealed class TorchFactAttribute : FactAttribute
{
    public TorchFactAttribute() => Skip = ExhaustiveFactAttribute.Reason
        ?? (Directory.Exists("/usr/lib/python3/dist-packages/torch") ? null : "It needs the package python3-torch.");
}
