using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace ModelGen.Weights;

/// <summary>A name that a pickle refers to: a class or a function of Python.</summary>
internal sealed record PickleGlobal(string Module, string Name)
{
    public override string ToString() => $"{Module}.{Name}";
}

/// <summary>
/// Reads the pickles of PyTorch's state dicts (protocols 2 to 5; Python's <c>pickletools.py</c> describes the format) and executes
/// nothing: numbers, texts, bytes, tuples, lists and dictionaries are made as they come, and what calls for a class or a function goes to
/// <paramref name="call"/>, which knows a few names and refuses the others. Each opcode makes at most one object, so memory is bounded by
/// the length of the pickle.
/// </summary>
/// <param name="text">The pickle.</param>
/// <param name="call">What a known function gives for its arguments; throws for all others.</param>
/// <param name="load">The object for a persistent id.</param>
internal sealed class PickleReader(byte[] text, Func<PickleGlobal, object?[], object?> call, Func<object?, object> load)
{
    private static readonly object s_mark = new();

    private readonly List<object?> _stack = [];
    private readonly Dictionary<long, object?> _memo = [];
    private int _position;

    /// <summary>The object that the pickle describes.</summary>
    public object? Read()
    {
        while (true)
        {
            int at = _position;
            byte code = Bytes(1)[0];
            if (code == '.')
                return Pop();
            Execute(code, at);
        }
    }

    private void Execute(byte code, int at)
    {
        switch (code)
        {
            case 0x80:
                if (Bytes(1)[0] is var version and > 5)
                    throw Invalid($"it has protocol {version}; 5 is the highest that is known");
                break;
            case 0x95:
                Bytes(8);
                break;
            case (byte)'(':
                Push(s_mark);
                break;
            case (byte)'0':
                Pop();
                break;
            case (byte)'1':
                PopToMark();
                break;
            case (byte)')':
                Push(Array.Empty<object?>());
                break;
            case (byte)'t':
                Push(PopToMark());
                break;
            case 0x85 or 0x86 or 0x87:
                Push(PopMany(code - 0x84));
                break;
            case (byte)']':
                Push(new List<object?>());
                break;
            case (byte)'l':
                Push(new List<object?>(PopToMark()));
                break;
            case (byte)'a':
                object? item = Pop();
                Top<List<object?>>().Add(item);
                break;
            case (byte)'e':
                object?[] items = PopToMark();
                Top<List<object?>>().AddRange(items);
                break;
            case (byte)'}':
                Push(new PickleDictionary());
                break;
            case (byte)'d':
                PickleDictionary made = new();
                SetItems(made, PopToMark());
                Push(made);
                break;
            case (byte)'s':
                object?[] pair = PopMany(2);
                SetItems(Top<PickleDictionary>(), pair);
                break;
            case (byte)'u':
                object?[] pairs = PopToMark();
                SetItems(Top<PickleDictionary>(), pairs);
                break;
            case (byte)'N':
                Push(null);
                break;
            case 0x88 or 0x89:
                Push(code == 0x88);
                break;
            case (byte)'J':
                Push((long)BinaryPrimitives.ReadInt32LittleEndian(Bytes(4)));
                break;
            case (byte)'K':
                Push((long)Bytes(1)[0]);
                break;
            case (byte)'M':
                Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2)));
                break;
            case 0x8A:
                Push(LongInteger(Bytes(Bytes(1)[0])));
                break;
            case (byte)'G':
                Push(BinaryPrimitives.ReadDoubleBigEndian(Bytes(8)));
                break;
            case (byte)'X':
                Push(Text(Length(4)));
                break;
            case 0x8C:
                Push(Text(Length(1)));
                break;
            case 0x8D:
                Push(Text(Length(8)));
                break;
            case (byte)'U' or (byte)'C':
                Push(Bytes(Length(1)).ToArray());
                break;
            case (byte)'T' or (byte)'B':
                Push(Bytes(Length(4)).ToArray());
                break;
            case (byte)'c':
                Push(new PickleGlobal(Line(), Line()));
                break;
            case 0x93:
                object?[] names = PopMany(2);
                Push(new PickleGlobal(As<string>(names[0]), As<string>(names[1])));
                break;
            case (byte)'R':
                object?[] called = PopMany(2);
                Push(call(As<PickleGlobal>(called[0]), As<object?[]>(called[1])));
                break;
            case (byte)'b':
                // The attributes of a state dict, such as the versions of its modules.
                Pop();
                Top<PickleDictionary>();
                break;
            case (byte)'q':
                _memo[Bytes(1)[0]] = Peek();
                break;
            case (byte)'r':
                _memo[Length(4)] = Peek();
                break;
            case 0x94:
                _memo[_memo.Count] = Peek();
                break;
            case (byte)'h':
                Push(Remembered(Bytes(1)[0]));
                break;
            case (byte)'j':
                Push(Remembered(Length(4)));
                break;
            case (byte)'Q':
                Push(load(Pop()));
                break;
            case 0x81 or 0x92 or (byte)'o' or (byte)'i':
                throw Invalid("it holds objects of Python, not just tensors: save the model's 'state_dict()', not the model");
            default:
                throw Invalid($"its byte {at} is the opcode 0x{code:X2}, which state dicts do not need");
        }
    }

    public static InvalidDataException Invalid(string problem) => new($"of its pickle, {problem}.");

    private void SetItems(PickleDictionary dictionary, object?[] pairs)
    {
        if (pairs.Length % 2 != 0)
            throw Invalid("a dictionary has a key without a value");
        for (int i = 0; i < pairs.Length; i += 2)
        {
            dictionary.Items.Add((pairs[i] switch
            {
                string key => key,
                long key => Runtime.Numbers.Format(key),
                null => "None",
                _ => throw Invalid("a key of a dictionary is neither a text nor a whole number"),
            }, pairs[i + 1]));
        }
    }

    private object? Remembered(long index) =>
        _memo.TryGetValue(index, out object? value) ? value : throw Invalid($"object {index} is used before it is there");

    private void Push(object? value) => _stack.Add(value);

    private object? Peek() => _stack.Count > 0 && _stack[^1] != s_mark ? _stack[^1] : throw Invalid("an object is missing");

    private object? Pop()
    {
        object? value = Peek();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private object?[] PopMany(int count)
    {
        object?[] values = new object?[count];
        for (int i = count - 1; i >= 0; i--) values[i] = Pop();
        return values;
    }

    private object?[] PopToMark()
    {
        int mark = _stack.LastIndexOf(s_mark);
        if (mark < 0)
            throw Invalid("a mark is missing");
        object?[] values = [.. _stack[(mark + 1)..]];
        _stack.RemoveRange(mark, _stack.Count - mark);
        return values;
    }

    private T Top<T>() where T : class => As<T>(Peek());

    private static T As<T>(object? value) where T : class => value as T ?? throw Invalid("an object is of the wrong kind");

    private static object LongInteger(ReadOnlySpan<byte> bytes)
    {
        BigInteger value = new(bytes);
        return value >= long.MinValue && value <= long.MaxValue ? (long)value : (double)value;
    }

    private int Length(int bytes)
    {
        ulong length = 0;
        ReadOnlySpan<byte> text = Bytes(bytes);
        for (int i = bytes - 1; i >= 0; i--) length = (length << 8) | text[i];
        return length <= int.MaxValue ? (int)length : throw Invalid($"a length of {length} stands in it");
    }

    private ReadOnlySpan<byte> Bytes(int count)
    {
        if (count > text.Length - _position)
            throw Invalid($"{count} bytes are needed at {_position}, and {text.Length - _position} are left");
        _position += count;
        return text.AsSpan(_position - count, count);
    }

    private string Text(int length) => Decode(Bytes(length));

    private string Line()
    {
        int end = text.AsSpan(_position).IndexOf((byte)'\n');
        if (end < 0)
            throw Invalid("a name has no end");
        string line = Text(end);
        _position++;
        return line;
    }

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Invalid("a text is not valid UTF-8");
        }
    }
}

/// <summary>A dictionary of Python in the order of insertion; whole numbers as keys are texts here.</summary>
internal sealed class PickleDictionary
{
    public List<(string Key, object? Value)> Items { get; } = [];
}
