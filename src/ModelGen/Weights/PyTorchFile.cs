using System.IO.Compression;
using ModelGen.Runtime;
using ModelGen.Serialization;

namespace ModelGen.Weights;

/// <summary>
/// A state dict as <c>torch.save</c> writes it since PyTorch 1.6: an archive with <c>data.pkl</c>, a pickle of tensors that refer to
/// storages, and a file <c>data/KEY</c> for each storage. Tensors may share a storage and have any strides.
/// </summary>
internal sealed class PyTorchFile
{
    private const int DeepestNesting = 32;

    private static readonly Dictionary<string, string> s_types = new(StringComparer.Ordinal)
    {
        ["FloatStorage"] = "F32",
        ["DoubleStorage"] = "F64",
        ["HalfStorage"] = "F16",
        ["BFloat16Storage"] = "BF16",
        ["LongStorage"] = "I64",
        ["IntStorage"] = "I32",
        ["ShortStorage"] = "I16",
        ["CharStorage"] = "I8",
        ["ByteStorage"] = "U8",
        ["BoolStorage"] = "BOOL",
    };

    private readonly ZipArchive _archive;
    private readonly string _root;
    private readonly Dictionary<string, Storage> _storages = new(StringComparer.Ordinal);
    private readonly List<WeightTensor> _tensors = [];
    private readonly HashSet<object> _visited = new(ReferenceEqualityComparer.Instance);

    private PyTorchFile(ZipArchive archive, string root) => (_archive, _root) = (archive, root);

    public static ModelWeights Read(ZipArchive archive, ZipArchiveEntry pickle)
    {
        string root = pickle.FullName[..^pickle.Name.Length];
        PyTorchFile file = new(archive, root);
        if (archive.GetEntry(root + "byteorder") is { } order && System.Text.Encoding.ASCII.GetString(file.Content(order)) != "little")
            throw new InvalidDataException("its numbers have the highest byte first; files with the lowest first can be read.");
        if (archive.GetEntry(root + "constants.pkl") is not null || archive.GetEntry(root + "code/__torch__.py") is not null)
        {
            throw new InvalidDataException(
                "it is a program of TorchScript, not a state dict. In Python: torch.save(torch.jit.load(path).state_dict(), path).");
        }

        file.Flatten(new PickleReader(file.Content(pickle), file.Call, file.Load).Read(), "", 0);
        return new ModelWeights(WeightFormat.PyTorch, file._tensors);
    }

    /// <summary>Tensors in nested dictionaries and lists, with dots between the keys. Numbers and texts beside them are left out.</summary>
    private void Flatten(object? value, string name, int depth)
    {
        if (depth > DeepestNesting)
            throw PickleReader.Invalid($"dictionaries lie more than {DeepestNesting} deep");
        switch (value)
        {
            case StridedTensor tensor:
                _tensors.Add(tensor.Named(name.Length == 0 ? "tensor" : name));
                break;
            case PickleDictionary dictionary when Enter(dictionary):
                foreach ((string key, object? item) in dictionary.Items) Flatten(item, Join(name, key), depth + 1);
                break;
            case List<object?> list when Enter(list):
                for (int i = 0; i < list.Count; i++) Flatten(list[i], Join(name, Numbers.Format(i)), depth + 1);
                break;
            case object?[] tuple when tuple.Length > 0 && Enter(tuple):
                for (int i = 0; i < tuple.Length; i++) Flatten(tuple[i], Join(name, Numbers.Format(i)), depth + 1);
                break;
        }
    }

    // What is in two places is read once: a few bytes could otherwise stand for billions of names.
    private bool Enter(object container) => _visited.Add(container);

    private static string Join(string name, string key) => name.Length == 0 ? key : $"{name}.{key}";

    private object? Call(PickleGlobal function, object?[] arguments)
    {
        switch (function.ToString())
        {
            case "collections.OrderedDict" when arguments.Length == 0:
                return new PickleDictionary();
            case "torch.Size" when arguments is [object?[] sizes]:
                return sizes;
            case "torch._utils._rebuild_tensor_v2"
                when arguments is [Storage storage, long offset, object?[] sizes, object?[] strides, _, ..]:
                return new StridedTensor(storage, offset, Longs(sizes), Longs(strides));
            case "torch._utils._rebuild_parameter" when arguments is [StridedTensor parameter, ..]:
                return parameter;
            default:
                throw PickleReader.Invalid(
                    $"'{function}' is called, which is no part of a state dict; nothing in files is executed. Save the model's "
                        + "'state_dict()' alone");
        }
    }

    private Storage Load(object? id)
    {
        if (id is not object?[] parts || parts is not [string and "storage", PickleGlobal type, string key, _, long count])
            throw PickleReader.Invalid("a reference is not to the storage of a tensor");
        if (type.Module != "torch" || !s_types.TryGetValue(type.Name, out string? element))
            throw PickleReader.Invalid($"the numbers are of the kind '{type}', which cannot be read");
        if (_storages.TryGetValue(key, out Storage? known))
        {
            return known.Type == element
                ? known
                : throw PickleReader.Invalid($"the storage '{key}' is of two types, {known.Type} and {element}");
        }

        ZipArchiveEntry entry = _archive.GetEntry($"{_root}data/{key}")
            ?? throw new InvalidDataException($"it has no entry 'data/{key}', to which a tensor refers.");
        byte[] bytes = Content(entry);
        int size = TensorTypes.BitsPerElement(element)!.Value / 8;
        if (count < 0 || count > bytes.Length / size)
            throw new InvalidDataException($"'data/{key}' has {bytes.Length} bytes; {count} elements of {size} bytes are announced.");
        return _storages[key] = new Storage(element, bytes, bytes.Length / size);
    }

    /// <summary>An entry, which PyTorch does not compress: what is read is never longer than the file.</summary>
    private byte[] Content(ZipArchiveEntry entry)
    {
        if (entry.CompressedLength != entry.Length)
            throw new InvalidDataException($"its entry '{entry.FullName}' is compressed, which PyTorch does not do.");
        byte[] bytes = new byte[WeightFile.ByteCount(entry.FullName, entry.Length)];
        using Stream stream = entry.Open();
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static long[] Longs(object?[] values) =>
        [.. values.Select(value => value is long number ? number : throw PickleReader.Invalid("a size or stride is no whole number"))];

    private sealed record Storage(string Type, byte[] Bytes, long Count);

    /// <summary>A tensor without its name, checked: its elements lie in its storage, and are no more than that has.</summary>
    private sealed record StridedTensor(Storage Storage, long Offset, long[] Shape, long[] Strides)
    {
        public WeightTensor Named(string name)
        {
            int[] sizes = WeightFile.Sizes(name, Shape);
            if (Strides.Length != sizes.Length || Offset < 0 || Array.Exists(Strides, stride => stride is < 0 or > int.MaxValue))
                throw new InvalidDataException($"the strides of the tensor '{name}' do not fit its shape {TensorShape.Format(sizes)}.");
            int count = TensorShape.ElementCount(sizes);
            long last = Offset + sizes.Zip(Strides, (size, stride) => (size - 1L) * stride).Sum();
            if (count > 0 && last >= Storage.Count)
            {
                throw new InvalidDataException(
                    $"the tensor '{name}' {TensorShape.Format(sizes)} reaches to element {last} of a storage that has {Storage.Count}.");
            }

            if (count > Storage.Count)
            {
                throw new InvalidDataException(
                    $"the tensor '{name}' {TensorShape.Format(sizes)} repeats the {Storage.Count} numbers of its storage. Save it with "
                        + "'contiguous()'.");
            }

            return new WeightTensor(name, Storage.Type, sizes, Storage.Bytes, Offset, Strides);
        }
    }
}
