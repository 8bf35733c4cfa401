using System.Buffers.Binary;
using System.Text;
using ModelGen.Runtime;
using ModelGen.Serialization;

namespace ModelGen.Tests.Serialization;

/// <summary>Unusual but valid safetensors files, from a file, from streams and from memory; and what of their kind is refused.</summary>
public sealed class SafeTensorsFormTests : IDisposable
{
    private static readonly byte[] Weight = Floats(1, 2, 3, 4, 5, 6), Bias = Floats(7, 8), Count = Int64(9);

    private static readonly (string Name, string Header, byte[] Data)[] Forms =
    [
        (
            "as written here",
            """{"__metadata__":{"format":"pt"},"n":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"w":"""
                + """{"dtype":"F32","shape":[2,3],"data_offsets":[8,32]},"b":"""
                + """{"dtype":"F32","shape":[2],"data_offsets":[32,40]}}""",
            [.. Count, .. Weight, .. Bias]),
        (
            "header in another order than the data",
            """{"b":{"dtype":"F32","shape":[2],"data_offsets":[32,40]},"n":"""
                + """{"dtype":"I64","shape":[],"data_offsets":[0,8]},"w":"""
                + """{"dtype":"F32","shape":[2,3],"data_offsets":[8,32]}}""",
            [.. Count, .. Weight, .. Bias]),
        (
            "a 64-bit tensor that is not aligned",
            """{"b":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"n":"""
                + """{"dtype":"I64","shape":[],"data_offsets":[4,12]},"w":"""
                + """{"dtype":"F32","shape":[2,3],"data_offsets":[12,36]}}""",
            [.. Halves(7, 8), .. Count, .. Weight]),
        (
            "metadata last",
            """{"w":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"b":"""
                + """{"dtype":"F32","shape":[2],"data_offsets":[24,32]},"n":"""
                + """{"dtype":"I64","shape":[],"data_offsets":[32,40]},"__metadata__":{"a":"b","c":"d"}}""",
            [.. Weight, .. Bias, .. Count]),
        (
            "empty metadata",
            """{"__metadata__":{},"w":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"b":"""
                + """{"dtype":"F32","shape":[2],"data_offsets":[24,32]},"n":"""
                + """{"dtype":"I64","shape":[],"data_offsets":[32,40]}}""",
            [.. Weight, .. Bias, .. Count]),
        (
            "padded with blanks",
            """{"w":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"b":"""
                + """{"dtype":"F32","shape":[2],"data_offsets":[24,32]},"n":"""
                + """{"dtype":"I64","shape":[],"data_offsets":[32,40]}}         """,
            [.. Weight, .. Bias, .. Count]),
        (
            "blanks and line ends between",
            "{ \"w\" : {\n\"dtype\": \"F32\",\t\"shape\": [ 2, 3 ],\r\n\"data_offsets\": [0, 24] } , \"b\": "
                + "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[24,32]}, "
                    + "\"n\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[32,40]}}\n",
            [.. Weight, .. Bias, .. Count]),
        (
            "keys of an entry in another order, and unknown ones",
            """{"w":{"data_offsets":[0,24],"note":{"x":[1]},"shape":[2,3],"dtype":"F32"},"b":"""
                + """{"shape":[2],"data_offsets":[24,32],"dtype":"F32"},"n":"""
                + """{"dtype":"I64","shape":[],"data_offsets":[32,40]}}""",
            [.. Weight, .. Bias, .. Count]),
        (
            "escaped names",
            """{"\u0077":{"dtype":"\u0046\u0033\u0032","shape":[2,3],"data_offsets":[0,24]},"b":"""
                + """{"dtype":"F32","shape":[2],"data_offsets":[24,32]},"n":"""
                + """{"dtype":"I64","shape":[],"data_offsets":[32,40]}}""",
            [.. Weight, .. Bias, .. Count]),
        (
            "doubles",
            """{"w":{"dtype":"F64","shape":[2,3],"data_offsets":[0,48]},"b":"""
                + """{"dtype":"F64","shape":[2],"data_offsets":[48,64]},"n":"""
                + """{"dtype":"F64","shape":[],"data_offsets":[64,72]}}""",
            [.. Doubles(1, 2, 3, 4, 5, 6, 7, 8, 9)]),
        (
            "halves",
            """{"w":{"dtype":"F16","shape":[2,3],"data_offsets":[0,12]},"b":"""
                + """{"dtype":"F16","shape":[2],"data_offsets":[12,16]},"n":"""
                + """{"dtype":"F16","shape":[],"data_offsets":[16,18]}}""",
            [.. Halves(1, 2, 3, 4, 5, 6, 7, 8, 9)]),
        (
            "upper halves",
            """{"w":{"dtype":"BF16","shape":[2,3],"data_offsets":[0,12]},"b":"""
                + """{"dtype":"BF16","shape":[2],"data_offsets":[12,16]},"n":"""
                + """{"dtype":"I64","shape":[],"data_offsets":[16,24]}}""",
            [.. UpperHalves(1, 2, 3, 4, 5, 6, 7, 8), .. Count]),
        (
            "a type for each",
            """{"b":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]},"w":"""
                + """{"dtype":"F64","shape":[2,3],"data_offsets":[4,52]},"n":"""
                + """{"dtype":"F32","shape":[],"data_offsets":[52,56]}}""",
            [.. UpperHalves(7, 8), .. Doubles(1, 2, 3, 4, 5, 6), .. Floats(9)]),
    ];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. Forms.Select(form => form.Name)];

    public void Dispose() => _folder.Dispose();

    private static ParameterSet Model() => new(
        [
            new("w", [2, 3], 0, [3, 1], Models.None),
            new("b", [2], 6, [1], Models.None),
            new("n", [], 8, [], Models.None) { Trainable = false, IsCount = true },
        ],
        new AlignedBuffer(16), new AlignedBuffer(16));

    private static float[] Numbers(ParameterSet parameters) => [.. parameters.SelectMany(parameter => parameter.Value)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_valid_file_is_read_from_everywhere(string name)
    {
        (_, string header, byte[] data) = Forms.Single(form => form.Name == name);
        byte[] file = Content(header, data);
        foreach (Action<ParameterSet> load in Loads(file))
        {
            ParameterSet parameters = Model();
            load(parameters);
            Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9], Numbers(parameters));
        }
    }

    [Fact]
    public void Empty_tensors_and_scalars_may_stand_anywhere()
    {
        ParameterSet parameters = new(
            [
                new("none", [0, 5], 0, [5, 1], Models.None),
                new("s", [], 0, [], Models.None),
                new("ones", [1, 1, 1], 1, [1, 1, 1], Models.None),
            ],
            new AlignedBuffer(2),
            new AlignedBuffer(2));
        byte[] file = Content(
            """{"s":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"none":"""
                + """{"dtype":"F32","shape":[0,5],"data_offsets":[4,4]},"ones":"""
                + """{"dtype":"F32","shape":[1,1,1],"data_offsets":[4,8]}}""",
            Floats(3, 4));
        foreach (Action<ParameterSet> load in Loads(file))
        {
            load(parameters);
            Assert.Equal([3f, 4], Numbers(parameters));
            parameters[1].Value.Fill(0);
        }
    }

    /// <summary>State dicts of old versions of PyTorch have no <c>num_batches_tracked</c>.</summary>
    [Fact]
    public void A_count_may_be_missing_and_is_zero_then()
    {
        byte[] file = Content(
            """{"w":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"b":{"dtype":"F32","shape":[2],"data_offsets":[24,32]}}""",
            [.. Weight, .. Bias]);
        foreach (Action<ParameterSet> load in Loads(file))
        {
            ParameterSet parameters = Model();
            parameters["n"].Value[0] = 5;
            load(parameters);
            Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 0], Numbers(parameters));
        }

        byte[] other = Content(
            """{"w":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"n":{"dtype":"I64","shape":[],"data_offsets":[24,32]}}""",
            [.. Weight, .. Count]);
        Assert.Contains("1 missing tensor: 'b'", Refused(other)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Sixty_four_bits_come_first_so_that_every_tensor_is_aligned()
    {
        ParameterSet parameters = Model();
        parameters["w"].Value.CopyFrom([1, 2, 3, 4, 5, 6]);
        parameters["b"].Value.CopyFrom([7, 8]);
        parameters["n"].Value[0] = 9;
        using MemoryStream stream = new();
        SafeTensors.Save(new ForwardOnly(stream), parameters);
        SafeTensors.Save(_folder.File("w"), parameters);
        byte[] file = stream.ToArray();
        Assert.Equal(File.ReadAllBytes(_folder.File("w")), file);
        Assert.Equal([.. Count, .. Weight, .. Bias], file[^40..]);
        Assert.Equal(0, (file.Length - 40) % 8);
        ParameterSet loaded = Model();
        SafeTensors.Load(file, loaded);
        Assert.Equal(Numbers(parameters), Numbers(loaded));
    }

    [Fact]
    public void Each_truncation_and_foreign_bytes_are_refused_from_everywhere()
    {
        byte[] file = Content(Forms[0].Header, Forms[0].Data);
        for (int length = 0; length < file.Length; length++)
            Assert.All(
                Refused(file[..length]),
                message => Assert.StartsWith("Cannot load the weights from ", message, StringComparison.Ordinal));
        Assert.All(Refused([.. file, 0]), message => Assert.Contains("followed by foreign bytes", message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"w":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}""",
        24,
        "lists the tensor 'w' twice")]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"\u0077":{"dtype":"F32","shape":[2,3],"data_offsets":[24,48]}}""",
        48,
        "lists the tensor 'w' twice")]
    [InlineData(
        """{"w":{"dtype":"F32","dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}""",
        24,
        "gives the tensor 'w' its 'dtype' twice")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2,3],"shape":[6],"data_offsets":[0,24]}}""", 24, "gives the tensor 'w' its 'shape' twice")]
    [InlineData(
        """{"__metadata__":{},"__metadata__":{},"w":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}""",
        24,
        "lists the tensor '__metadata__' twice")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2,3],"data_offsets":[8,32]}}""", 32, "there is a gap")]
    public void Keys_that_occur_twice_and_gaps_are_refused_from_everywhere(string header, int length, string expected) =>
        Assert.All(Refused(Content(header, new byte[length])), message => Assert.Contains(expected, message, StringComparison.Ordinal));

    [Fact]
    public void A_stream_that_announces_a_huge_header_takes_no_memory()
    {
        byte[] file = [.. Int64(99_999_999), .. "{\"w\""u8];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(
            "truncated",
            Assert.Throws<InvalidDataException>(() => SafeTensors.Load(new ForwardOnly(new MemoryStream(file)), Model())).Message,
            StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void A_stream_is_read_from_where_it_stands_and_stays_open()
    {
        byte[] file = Content(Forms[0].Header, Forms[0].Data);
        using MemoryStream stream = new([1, 2, 3, .. file]);
        stream.Position = 3;
        ParameterSet parameters = Model();
        SafeTensors.Load(stream, parameters);
        Assert.Equal(9, Numbers(parameters)[^1]);
        Assert.Equal(stream.Length, stream.Position);
        Assert.True(stream.CanRead);
    }

    /// <summary>What each way to load says; nothing may have changed.</summary>
    private string[] Refused(byte[] file) => [.. Loads(file).Select(load =>
    {
        ParameterSet parameters = Model();
        string message = Assert.Throws<InvalidDataException>(() => load(parameters)).Message;
        Assert.All(Numbers(parameters), number => Assert.Equal(0, number));
        return message;
    })];

    private Action<ParameterSet>[] Loads(byte[] file) =>
    [
        parameters => SafeTensors.Load(_folder.Write("form.safetensors", file), parameters),
        parameters => SafeTensors.Load(new MemoryStream(file), parameters),
        parameters => SafeTensors.Load(new ForwardOnly(new MemoryStream(file)), parameters),
        parameters => SafeTensors.Load(file, parameters),
    ];

    private static byte[] Content(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        return [.. Int64(text.Length), .. text, .. data];
    }

    private static byte[] Int64(long value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Floats(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private static byte[] Doubles(params double[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private static byte[] Halves(params double[] values) => [.. values.SelectMany(value => BitConverter.GetBytes((Half)value))];

    private static byte[] UpperHalves(params float[] values) => [.. values.SelectMany(value => BitConverter.GetBytes(value)[2..])];

    /// <summary>A stream as a network gives it: it cannot seek, and gives a few bytes at a time.</summary>
    private sealed class ForwardOnly(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, Math.Min(count, 5));

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

        public override void Flush() => inner.Flush();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
