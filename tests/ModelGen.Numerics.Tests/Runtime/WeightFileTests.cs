using System.Globalization;
using System.Text;
using Xunit;

namespace ModelGen.Numerics.Tests.Runtime;

public sealed class WeightFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modelgen-weights-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Zoo.Names), MemberType = typeof(Zoo))]
    public void A_loaded_model_predicts_the_same_bits(string name)
    {
        LiveModel model = new(name);
        for (int step = 0; step < 3; step++) model.TrainStep(64);
        string path = File("веса δοκιμή 权重.safetensors");
        model.Method<Action<string>>("Save")(path);
        Assert.Equal([path], Directory.GetFiles(_folder));

        foreach (int bits in (int[])[512, 256, 128])
        {
            LiveModel loaded = LiveModel.Load(name, bits, path);
            model.Predict(64);
            loaded.Predict(64);
            for (int i = 0; i < model.Outputs.Length; i++) Assert.Equal(Bits(model.Outputs[i]), Bits(loaded.Outputs[i]));
            Assert.Equal(Bits([model.Evaluate(64)]), Bits([loaded.Evaluate(64)]));
        }
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_named()
    {
        AssertNoLoad<FileNotFoundException>(File("none.safetensors"), "none.safetensors");
        AssertNoLoad<IOException>(_folder, "folder");
        AssertNoLoad<FileNotFoundException>(File("none/none.safetensors"), "none.safetensors");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(100)]
    [InlineData(-1)]
    [InlineData(-1000)]
    public void A_truncated_file_is_refused(int length)
    {
        string path = Saved("Dropped");
        byte[] bytes = System.IO.File.ReadAllBytes(path);
        System.IO.File.WriteAllBytes(path, bytes[..(length < 0 ? bytes.Length + length : length)]);
        AssertNoLoad<InvalidDataException>(path, path);
    }

    [Fact]
    public void Weights_of_another_model_are_refused()
    {
        AssertNoLoad<InvalidDataException>(Saved("Pieces"), "does not belong to this model", "dense1.weight");
        AssertNoLoad<InvalidDataException>(Saved("Tiny"), "does not belong to this model");
    }

    [Fact]
    public void Another_number_type_is_refused()
    {
        string path = Saved("Dropped");
        byte[] bytes = System.IO.File.ReadAllBytes(path);
        string text = Encoding.Latin1.GetString(bytes);
        System.IO.File.WriteAllBytes(path, Encoding.Latin1.GetBytes(text.Replace("\"F32\"", "\"I32\"", StringComparison.Ordinal)));
        AssertNoLoad<InvalidDataException>(path, "I32", "F32");
    }

    [Fact]
    public void What_cannot_be_saved_leaves_the_file_as_it_is()
    {
        LiveModel model = new("Dropped");
        Action<string> save = model.Method<Action<string>>("Save");
        int[] state = model.State();
        Assert.Contains(
            "none",
            Assert.Throws<DirectoryNotFoundException>(() => save(File("none/x.safetensors"))).Message,
            StringComparison.Ordinal);
        Assert.Contains("folder", Assert.ThrowsAny<IOException>(() => save(_folder)).Message, StringComparison.Ordinal);
        string notFolder = File("file");
        System.IO.File.WriteAllText(notFolder, "x");
        Assert.ThrowsAny<IOException>(() => save(Path.Combine(notFolder, "x.safetensors")));

        string path = Saved("Pieces");
        byte[] before = System.IO.File.ReadAllBytes(path);
        System.IO.File.SetAttributes(path, FileAttributes.ReadOnly);
        Assert.Contains("read-only", Assert.Throws<UnauthorizedAccessException>(() => save(path)).Message, StringComparison.Ordinal);
        System.IO.File.SetAttributes(path, FileAttributes.Normal);
        Assert.Equal(before, System.IO.File.ReadAllBytes(path));
        Assert.Equal(state, model.State());
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public void A_read_only_folder_is_named()
    {
        // Root writes everywhere but where there is nothing to write to.
        string folder = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess ? "/proc/self" : File("locked");
        if (folder.StartsWith(_folder, StringComparison.Ordinal))
        {
            Directory.CreateDirectory(folder);
            if (OperatingSystem.IsWindows()) return;
            System.IO.File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        Exception problem = Record.Exception(() =>
            new LiveModel("Dropped").Method<Action<string>>("Save")(Path.Combine(folder, "x.safetensors")))!;
        Assert.True(problem is IOException or UnauthorizedAccessException, problem.ToString());
        Assert.Contains(folder, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_the_same_where_numbers_have_commas()
    {
        byte[] expected = System.IO.File.ReadAllBytes(Saved("Dropped"));
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = Commas();
            Assert.Equal(expected, System.IO.File.ReadAllBytes(Saved("Dropped")));
            LiveModel.Load("Dropped", 512, File("Dropped.safetensors"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    internal static CultureInfo Commas()
    {
        CultureInfo culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.NumberFormat.NegativeSign = "−";
        return culture;
    }

    private static void AssertNoLoad<TException>(string path, params string[] words)
        where TException : Exception
    {
        Exception problem = Assert.ThrowsAny<TException>(() => LiveModel.Load("Dropped", 512, path));
        foreach (string word in words) Assert.Contains(word, problem.Message, StringComparison.Ordinal);

        LiveModel model = new("Dropped");
        int[] before = model.State();
        Assert.ThrowsAny<TException>(() => ModelGen.Serialization.SafeTensors.Load(path, model.Parameters));
        Assert.Equal(before, model.State());
    }

    private string Saved(string name)
    {
        string path = File(name + ".safetensors");
        new LiveModel(name).Method<Action<string>>("Save")(path);
        return path;
    }

    private string File(string name) => Path.Combine(_folder, name);

    private static int[] Bits(float[] values) => [.. values.Select(BitConverter.SingleToInt32Bits)];
}
