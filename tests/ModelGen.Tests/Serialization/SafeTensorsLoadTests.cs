using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using ModelGen.Runtime;
using ModelGen.Serialization;

namespace ModelGen.Tests.Serialization;

public sealed class SafeTensorsLoadTests : IDisposable
{
    private const string Good = """{"w":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}""";
    private readonly TemporaryFolder _folder = new();
    private readonly ParameterSet _parameters = Models.One("w", [2, 3]);

    public SafeTensorsLoadTests() => _parameters[0].Value.Fill(42);

    public void Dispose() => _folder.Dispose();

    private static byte[] Content(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        return [.. length, .. text, .. data];
    }

    private void Load(byte[] content, ParameterSet? parameters = null) =>
        SafeTensors.Load(_folder.Write("w.safetensors", content), parameters ?? _parameters);

    /// <summary>The message; nothing may have changed.</summary>
    private string Error(byte[] content)
    {
        string message = Assert.Throws<InvalidDataException>(() => Load(content)).Message;
        Assert.Contains(_folder.File("w.safetensors"), message);
        Assert.All(_parameters[0].Value, value => Assert.Equal(42, value));
        return message;
    }

    private string Error(string header, int dataLength = 24) => Error(Content(header, new byte[dataLength]));

    // The bytes that the official library writes for the tensor of its test test_serialization.
    [Fact]
    public void A_file_of_the_official_library()
    {
        byte[] data = [0, 0, 0, 0, 0, 0, 128, 63, 0, 0, 0, 64, 0, 0, 64, 64, 0, 0, 128, 64, 0, 0, 160, 64];
        byte[] content = Content("""{"attn.0":{"dtype":"F32","shape":[1,2,3],"data_offsets":[0,24]}}""", data);
        Assert.Equal(64, content[0]);
        ParameterSet parameters = Models.One("attn.0", [1, 2, 3]);
        Load(content, parameters);
        Assert.Equal([0f, 1, 2, 3, 4, 5], parameters[0].Value.ToArray());
    }

    [Fact]
    public void Order_metadata_and_blanks_are_free()
    {
        byte[] data = MemoryMarshal.AsBytes<float>([9, 8, 7, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]).ToArray();
        ParameterSet dense = Models.Dense();
        Load(
            Content(
                """{ "dense1.weight": {"data_offsets":[12,60],"extra":{"a":[1]},"dtype":"F32","shape":[3,4]},"""
                    + """ "__metadata__":{"a":"b"}, "dense1.bias":"""
                    + """{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}    """,
                data),
            dense);
        Assert.Equal([9f, 8, 7], dense["dense1.bias"].Value.ToArray());
        Assert.Equal([1f, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], dense["dense1.weight"].Value.ToArray());
    }

    [Fact]
    public void Other_float_types_are_converted()
    {
        double[] values = [1.5, -2, 0.1, 65504, double.PositiveInfinity, 0];
        Load(Content(Good.Replace("F32", "F64").Replace("24", "48"), MemoryMarshal.AsBytes(values.AsSpan()).ToArray()));
        Assert.Equal(values.Select(value => (float)value), _parameters[0].Value);
        Half[] halves = [.. values.Select(value => (Half)value)];
        Load(Content(Good.Replace("F32", "F16").Replace("24", "12"), MemoryMarshal.AsBytes(halves.AsSpan()).ToArray()));
        Assert.Equal(halves.Select(value => (float)value), _parameters[0].Value);
        byte[] brain = [0xC0, 0x3F, 0, 0xC0, 0x80, 0x7F, 0, 0, 0, 0x3F, 0x80, 0xFF];
        Load(Content(Good.Replace("F32", "BF16").Replace("24", "12"), brain));
        Assert.Equal([1.5f, -2, float.PositiveInfinity, 0, 0.5f, float.NegativeInfinity], _parameters[0].Value.ToArray());
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        string path = _folder.File("nothing");
        FileNotFoundException problem = Assert.Throws<FileNotFoundException>(() => SafeTensors.Load(path, _parameters));
        Assert.Contains(path, problem.Message);
        Assert.Equal(path, problem.FileName);
        Assert.Contains("is a folder", Assert.Throws<IOException>(() => SafeTensors.Load(_folder.Root, _parameters)).Message);
    }

    [Fact]
    public void Each_truncation_is_noticed()
    {
        byte[] content = Content(Good, new byte[24]);
        for (int length = 0; length < content.Length; length++)
            Error(content[..length]);
        Assert.Contains("truncated", Error(content[..^1]));
        Assert.Contains("foreign bytes", Error([.. content, 0]));
        Load(content);
        Assert.All(_parameters[0].Value, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Each_flipped_byte_of_the_header_is_an_error_or_harmless()
    {
        byte[] content = Content(Good, new byte[24]);
        for (int position = 0; position < content.Length - 24; position++)
        {
            byte[] damaged = [.. content];
            damaged[position] ^= 0x15;
            Error(damaged);
        }
    }

    [Theory]
    [InlineData(100_000_001L)]
    [InlineData(long.MaxValue)]
    [InlineData(-1L)]
    public void A_huge_header_is_refused_unread(long length)
    {
        byte[] content = Content(Good, new byte[24]);
        BinaryPrimitives.WriteInt64LittleEndian(content, length);
        Assert.Contains("at most 100000000", Error(content));
        BinaryPrimitives.WriteInt64LittleEndian(content, 90_000_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("the header needs 90000008 bytes", Error(content));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Theory]
    [InlineData("", "begin with '{'")]
    [InlineData("[]", "begin with '{'")]
    [InlineData(" {}", "begin with '{'")]
    [InlineData("{", "not valid JSON")]
    [InlineData("{}x", "not valid JSON")]
    [InlineData("{}{}", "not valid JSON")]
    [InlineData("{\"w\":}", "not valid JSON")]
    [InlineData("{\"w\":5}", "'w' has the JSON type number where object is needed")]
    [InlineData("{\"__metadata__\":5}", "'__metadata__'")]
    [InlineData("{\"w\":{}}", "no complete dtype, shape and two data_offsets")]
    [InlineData("{\"w\":{\"dtype\":5}}", "'w'")]
    [InlineData("{\"w\":{\"shape\":\"x\"}}", "'w'")]
    [InlineData("{\"w\":{\"shape\":[[1]]}}", "'w'")]
    [InlineData("{\"w\":{\"shape\":[-1]}}", "at least 0")]
    [InlineData("{\"w\":{\"shape\":[1.5]}}", "whole number")]
    [InlineData("{\"w\":{\"shape\":[99999999999999999999]}}", "whole number")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24,48]}}", "two data_offsets")]
    [InlineData("{\"w\":{\"dtype\":\"X\",\"shape\":[2,3],\"data_offsets\":[0,24]}}", "unknown type 'X'")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,20]}}", "needs 24 bytes")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[24,0]}}", "needs 24 bytes")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[4,28]}}", "gap")]
    [InlineData(
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[9223372036854775807,9223372036854775807],\"data_offsets\":[0,24]}}",
        "impossible shape")]
    [InlineData(
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
            + "\"w\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[24,24]}}",
        "twice")]
    [InlineData(
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
            + "\"v\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
        "overlap")]
    [InlineData("{\"\\ud800\":{}}", "not valid JSON")]
    public void Bad_headers(string header, string expected) => Assert.Contains(expected, Error(header));

    [Fact]
    public void Deep_nesting_is_an_error_not_a_crash() =>
        Error("{\"__metadata__\":" + string.Concat(Enumerable.Repeat("{\"a\":", 100_000)));

    [Fact]
    public void Foreign_weights_list_everything()
    {
        string message = Error(
            """{"v":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},"u":{"dtype":"I8","shape":[12],"data_offsets":[12,24]}}""");
        Assert.Contains("does not belong to this model", message);
        Assert.Contains("1 missing tensor: 'w'", message);
        Assert.Contains("2 unexpected tensors: 'u', 'v'", message);
        Assert.Contains(
            "The tensor 'w' has the shape [3, 2] in the file; the model needs [2, 3]",
            Error("""{"w":{"dtype":"F32","shape":[3,2],"data_offsets":[0,24]}}"""));
        Assert.Contains("[6]", Error("""{"w":{"dtype":"F32","shape":[6],"data_offsets":[0,24]}}"""));
        Assert.Contains(
            "The tensor 'w' has the type I32; F32, F64, F16 or BF16 is needed",
            Error("""{"w":{"dtype":"I32","shape":[2,3],"data_offsets":[0,24]}}"""));
    }

    [Fact]
    public void Long_lists_of_names_are_cut()
    {
        string header =
            "{"
            + string.Join(
                ',',
                Enumerable.Range(0, 30).Select(i => $"\"t{i:00}\":{{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}"))
            + "}";
        string message = Error(header, 0);
        Assert.Contains("30 unexpected tensors", message);
        Assert.Contains("'t09' and 20 more", message);
    }

    [Fact]
    public void Files_of_other_formats()
    {
        Error(Encoding.UTF8.GetBytes("PK\x03\x04 a PyTorch zip archive, for example"));
        Error(Encoding.UTF8.GetBytes("hello"));
        Error([]);
    }
}
