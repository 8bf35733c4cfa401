using ModelGen.Compiler.Codegen.Functions;
using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Codegen.Isa;

/// <summary>The text of vector expressions for one register width. No other class knows instructions.</summary>
/// <param name="target">The register width.</param>
/// <remarks>
/// A virtual vector of sixteen floats is one <c>Vector512</c>, two <c>Vector256</c> or four <c>Vector128</c>: its parts. A vector with
/// the same float in every lane needs one part only.
/// </remarks>
internal sealed class VectorIsa(Target target)
{
    /// <summary>What is written as an operator.</summary>
    private static readonly ScalarFunction[] Infix =
    [
        ScalarFunction.Add,
        ScalarFunction.Subtract,
        ScalarFunction.Multiply,
        ScalarFunction.Divide,
        ScalarFunction.Negate,
    ];

    private readonly HashSet<string> _functions = [];
    private readonly HashSet<(Element Element, int Bits)> _widened = [];
    private readonly HashSet<(string Name, int Places)> _memory = [];
    private VectorIsa? _wide;
    private readonly HashSet<int> _pairs = [];
    private bool _callsNothing;
    private bool _usesFused;

    /// <summary><c>__Simd::Vector512</c>, say.</summary>
    public string Vector { get; } = TypeOf(target.Bits);

    /// <summary>The class with the operations on registers of so many bits.</summary>
    public static string TypeOf(int bits) => "__Simd::Vector" + Literals.Integer(bits);

    public string Type => Vector + "<float>";

    /// <summary>The number of samples, if code is written for exactly that number.</summary>
    public int? Samples { get; set; }

    /// <summary>Whether the runtime is there, which asks for cache lines: C# without unsafe code cannot.</summary>
    public bool Prefetches { get; set; }

    /// <summary>Whether what is written now gives accumulators the values that they had: see <see cref="PausedSums"/>.</summary>
    public bool Resumes { get; set; }

    /// <summary>The same for kernels that compute only the first lanes. They call no functions.</summary>
    public VectorIsa Narrow => new(target.Narrow) { Samples = Samples, _callsNothing = true, _wide = this };

    /// <summary>The extent, with the number of samples put in if it is known.</summary>
    public Extent Resolve(Extent extent) => extent.PerSample && Samples is { } samples ? new Extent(extent.Count * samples, false) : extent;

    /// <summary>The elementary functions that were written, by name.</summary>
    public IEnumerable<string> UsedFunctions => _functions;

    /// <summary>The element types that were widened, and the registers into which.</summary>
    public IEnumerable<(Element Element, int Bits)> Widened => _widened.OrderBy(w => w.Element).ThenByDescending(w => w.Bits);

    /// <summary>The functions that read and write vectors and were used, by the number of parameters for the place.</summary>
    public IEnumerable<(string Name, int Places)> UsedMemory => _memory;

    /// <summary>
    /// Whether memory is read and written by methods: not in a method that may be inlined, where those may come to be called, and not
    /// where sums go on, since each inlined method takes locals of those that the JIT allows (<see cref="Schedule.JitBudget"/>).
    /// </summary>
    private bool CallsMemory => !_callsNothing && Samples is null && !Resumes;

    /// <summary>The registers in which there are pairs of whole numbers.</summary>
    public IEnumerable<int> Pairs => _pairs.OrderByDescending(bits => bits);

    public bool UsesMask { get; private set; }

    public bool UsesGather { get; private set; }

    public bool UsesSum { get; private set; }

    public bool UsesMax { get; private set; }

    public bool UsesLarger { get; private set; }

    public bool UsesIfLess { get; private set; }

    public bool UsesIfGreater { get; private set; }

    /// <summary>Whether fused multiply-adds were written that some machines lack: those of 128 bits.</summary>
    public bool UsesFused => _usesFused || (IsEmulated && UsesFusedInFunctions);

    private bool UsesFusedInFunctions => ElementaryFunctions.Named(_functions).Any(f => FusedFunctions.IsIn(f.Source));

    /// <summary>Whether code is written for machines only that have fused multiply-adds.</summary>
    public bool HasFused { get; set; }

    /// <summary>Whether machines with such vectors may lack fused multiply-adds. Wider ones all have them.</summary>
    private bool IsEmulated => target.LanesPerPart == FusedFunctions.Lanes;

    /// <summary>Machine vectors in a virtual one.</summary>
    public int AllParts => target.Parts;

    /// <summary>Floats in a machine vector.</summary>
    public int LanesPerPart => target.LanesPerPart;

    /// <summary>How many parts a value has.</summary>
    public int Parts(VectorExpression expression) => expression.IsUniform ? 1 : target.Parts;

    public int Parts(VectorLocal local) => local.IsUniform ? 1 : target.Parts;

    /// <summary>The variable that holds a part of a local.</summary>
    public string Name(VectorLocal local, int part) =>
        Parts(local) == 1 ? local.Name : local.Name + "abcd"[part];

    /// <summary>The C# expression for one part.</summary>
    public string Write(VectorExpression expression, int part, Addresses addresses)
    {
        return expression switch
        {
            VectorExpression.Load { Buffer.Element: not Element.F32 } load =>
                $"{Use(WidenFunctions.Widen(load.Buffer.Element, target.Bits), load.Buffer.Element)}"
                    + $"({addresses.Reference(load.Buffer, load.Index + (part * target.LanesPerPart))})",
            VectorExpression.Load load =>
                WriteLoad(load.Buffer, load.Index + (part * target.LanesPerPart), addresses),
            VectorExpression.Gather gather => WriteGather(gather, part, addresses),
            VectorExpression.Broadcast { Buffer.Element: not Element.F32 } broadcast =>
                $"{Use(WidenFunctions.Spread(broadcast.Buffer.Element, target.Bits), broadcast.Buffer.Element)}"
                    + $"({addresses.Element(broadcast.Buffer, broadcast.Index)})",
            VectorExpression.Broadcast broadcast => CallsMemory
                ? Memory(MemoryFunctions.Broadcast, "", broadcast.Buffer, broadcast.Index, addresses)
                : $"{Vector}.Create({addresses.Element(broadcast.Buffer, broadcast.Index)})",
            VectorExpression.Constant { Value: 0 } => $"{Type}.Zero",
            VectorExpression.Constant constant => WriteCreate(Literals.Float(constant.Value)),
            VectorExpression.ScalarArgument scalar => WriteCreate(scalar.Name),
            VectorExpression.Read read => Name(read.Local, part),
            VectorExpression.Call call => WriteCall(call.Function, call.Arguments.Select(a => WriteOperand(a, part, addresses)).ToArray()),
            VectorExpression.Pair pair => WritePairs(PairFunctions.Make, part, addresses, pair.Operands),
            VectorExpression.MultiplyAddPairs products => WritePairs(PairFunctions.MultiplyAdd, part, addresses, products.Operands),
            VectorExpression.FromIntegers sum => WritePairs(PairFunctions.Floats, part, addresses, sum.Operands),
            VectorExpression.Position position => WritePosition(addresses.Resolve(position.Index), position.AlongLanes, part),
            VectorExpression.Random random => WriteRandom(random, part, addresses),
            VectorExpression.Mask mask => WriteMask(mask, part, addresses),
            VectorExpression.CombineLanes combine => WriteCombine(combine, addresses),
            VectorExpression.Straddle both => WriteStraddle(both, part, addresses),
            _ => throw new CompilerException($"{expression.GetType().Name} cannot be written."),
        };
    }

    /// <summary>The C# statement that stores a part of a vector.</summary>
    public string WriteStore(string value, BufferArgument buffer, Affine index, Addresses addresses) => CallsMemory
        ? Memory(MemoryFunctions.Store, value + ", ", buffer, index, addresses)
        : $"{Vector}.StoreUnsafe({value}, {addresses.Reference(buffer, index)})";

    /// <summary>The C# statement that asks for a cache line; null where none does.</summary>
    public string? WritePrefetch(Statement.Prefetch prefetch, Addresses addresses)
    {
        if (!Prefetches || !CallsMemory) return null;
        _memory.Add((MemoryFunctions.Prefetch, 1));
        return $"{MemoryFunctions.Prefetch}(ref {prefetch.Buffer.Name}, {addresses.Distance(prefetch)})";
    }

    private string WriteLoad(BufferArgument buffer, Affine index, Addresses addresses) => CallsMemory
        ? Memory(MemoryFunctions.Load, "", buffer, index, addresses)
        : $"{Vector}.LoadUnsafe({addresses.Reference(buffer, index)})";

    private string WriteCreate(string value)
    {
        if (!CallsMemory) return $"{Vector}.Create({value})";
        _memory.Add((MemoryFunctions.Create, 0));
        return $"{MemoryFunctions.Create}({value})";
    }

    /// <summary>A call with a reference and what is added to it.</summary>
    private string Memory(string function, string before, BufferArgument buffer, Affine index, Addresses addresses)
    {
        var (name, relative) = addresses.Place(buffer, index);
        var place = relative switch
        {
            { IsConstant: true, Constant: 0 } => Array.Empty<string>(),
            { Terms.Count: 1 } when relative.Constant != 0 || relative.Terms[0].Coefficient != 1 =>
            [
                relative.Terms[0].Variable,
                Literals.Integer(relative.Terms[0].Coefficient),
                Literals.Integer(relative.Constant),
            ],
            _ => [relative.ToString()],
        };
        _memory.Add((function, place.Length));
        return $"{function}({before}{string.Join(", ", place.Prepend("ref " + name))})";
    }

    /// <summary>An operation among operands stands in parentheses.</summary>
    private string WriteOperand(VectorExpression operand, int part, Addresses addresses)
    {
        var text = Write(operand, part, addresses);
        return operand is VectorExpression.Call call && Infix.Contains(call.Function) ? $"({text})" : text;
    }

    private string WriteCall(ScalarFunction function, string[] a)
    {
        if (function == ScalarFunction.Add) return $"{a[0]} + {a[1]}";
        if (function == ScalarFunction.Subtract) return $"{a[0]} - {a[1]}";
        if (function == ScalarFunction.Multiply) return $"{a[0]} * {a[1]}";
        if (function == ScalarFunction.Divide) return $"{a[0]} / {a[1]}";
        if (function == ScalarFunction.Negate) return $"{a[0]} ^ {Vector}.Create(-0f)";
        if (function == ScalarFunction.MultiplyAdd) return $"{Fused()}({a[0]}, {a[1]}, {a[2]})";
        if (function == ScalarFunction.Abs) return $"{Vector}.Abs({a[0]})";
        if (function == ScalarFunction.Sqrt) return $"{Vector}.Sqrt({a[0]})";
        if (function == ScalarFunction.Relu) return WriteIfLess(a[0], $"{Type}.Zero", $"{Type}.Zero", a[0]);
        if (function == ScalarFunction.Max) return WriteLarger(a[0], a[1]);
        if (function == ScalarFunction.IfLess) return WriteIfLess(a[0], a[1], a[2], a[3]);
        if (function == ScalarFunction.IfEqual) return Select("Equals", a[0], a[1], a[2], a[3]);
        return $"{Use(function.MethodName)}({string.Join(", ", a)})";
    }

    private string WritePairs(string function, int part, Addresses addresses, IReadOnlyList<VectorExpression> operands)
    {
        (_wide ?? this)._pairs.Add(target.Bits);
        return $"{function}({string.Join(", ", operands.Select(operand => Write(operand, part, addresses)))})";
    }

    private string Fused()
    {
        if (!IsEmulated || (_wide ?? this).HasFused) return Vector + ".FusedMultiplyAdd";
        (_wide ?? this)._usesFused = true;
        return FusedFunctions.Name;
    }

    private string Select(string comparison, string left, string right, string then, string otherwise) =>
        $"{Vector}.ConditionalSelect({Vector}.{comparison}({left}, {right}), {then}, {otherwise})";

    /// <summary>A choice between the numbers that are compared is one instruction of x86.</summary>
    private string WriteIfLess(string left, string right, string then, string otherwise)
    {
        if (!_callsNothing && then == left && otherwise == right)
        {
            UsesIfLess = true;
            return $"IfLess({left}, {right})";
        }

        if (!_callsNothing && then == right && otherwise == left)
        {
            UsesIfGreater = true;
            return $"IfGreater({right}, {left})";
        }

        return Select("LessThan", left, right, then, otherwise);
    }

    private string WriteLarger(string left, string right)
    {
        if (_callsNothing) return LaneFunctions.LargerOf(Vector, left, right);
        UsesLarger = true;
        return $"Larger({left}, {right})";
    }

    private string Use(string function)
    {
        _functions.Add(function);
        return function;
    }

    /// <summary>A function that widens elements, noted for the file in which the kernels are.</summary>
    private string Use(string function, Element element)
    {
        (_wide ?? this)._widened.Add((element, target.Bits));
        return function;
    }

    private string WritePosition(Affine index, bool alongLanes, int part)
    {
        var first = index + (alongLanes ? part * target.LanesPerPart : 0);
        var start = first.IsConstant ? Literals.Float(first.Constant) : $"(float)({first})";
        return alongLanes
            ? first == Affine.Zero ? $"{Vector}<float>.Indices" : $"{Vector}<float>.Indices + {Vector}.Create({start})"
            : $"{Vector}.Create({start})";
    }

    private string WriteRandom(VectorExpression.Random random, int part, Addresses addresses)
    {
        var element = Counter(addresses.Resolve(random.Element), random.ElementAlongLanes, part, random.Stream << RandomOp.ElementBits);
        var sample = Counter(addresses.Resolve(random.Sample), random.SampleAlongLanes, part, 0);
        if (random.InPart) sample += $" + {Vector}.Create({Programs.ModelProgram.FirstSample})";
        return $"{Use("Uniform01")}({Use("Threefry2x32")}(seed, step, {element}, {sample}))";
    }

    private string Counter(Affine index, bool alongLanes, int part, int offset)
    {
        var start = index + (offset + (alongLanes ? part * target.LanesPerPart : 0));
        var text = start.IsConstant ? $"{Literals.Integer(unchecked((uint)start.Constant))}u" : $"(uint)({start})";
        return alongLanes ? $"{Vector}<uint>.Indices + {Vector}.Create({text})" : $"{Vector}.Create({text})";
    }

    private string WriteMask(VectorExpression.Mask mask, int part, Addresses addresses)
    {
        var extent = Resolve(mask.Extent);
        var value = Write(mask.Value, part, addresses);
        var first = addresses.Resolve(mask.First) + (part * target.LanesPerPart);
        if (first.IsConstant && !extent.PerSample)
        {
            var count = extent.Count - first.Constant;
            if (count >= target.LanesPerPart) return value;
            if (count <= 0) return Write(new VectorExpression.Constant(mask.Fill), part, addresses);
        }

        UsesMask = true;
        var left = first.IsConstant && !extent.PerSample
            ? Literals.Integer(extent.Count - first.Constant)
            : $"{extent} - ({first})";
        return $"KeepFirst({value}, {left}, {Literals.Float(mask.Fill)})";
    }

    private string WriteGather(VectorExpression.Gather gather, int part, Addresses addresses)
    {
        if (gather.Buffer.Element != Element.F32)
        {
            return $"{Use(WidenFunctions.Gather(gather.Buffer.Element, target.Bits), gather.Buffer.Element)}("
                + $"{addresses.Reference(gather.Buffer, gather.Index + (part * target.LanesPerPart * gather.Stride))}, "
                + $"{Literals.Integer(gather.Stride)})";
        }

        UsesGather = true;
        return $"Gather{target.Bits}({addresses.Reference(gather.Buffer, gather.Index + (part * target.LanesPerPart * gather.Stride))}, "
            + $"{Literals.Integer(gather.Stride)})";
    }

    /// <summary>In vectors of eight lanes or less, each part is one of the two.</summary>
    private string WriteStraddle(VectorExpression.Straddle both, int part, Addresses addresses)
    {
        var half = VirtualVector.Lanes / 2;
        if (target.LanesPerPart > half)
        {
            var (first, second) = (Write(both.First, 0, addresses), Write(both.Second, 0, addresses));
            return $"{Vector}.Create({Vector}.GetUpper({first}), {Vector}.GetLower({second}))";
        }

        var lane = (part * target.LanesPerPart) + half;
        return lane < VirtualVector.Lanes
            ? Write(both.First, lane / target.LanesPerPart, addresses)
            : Write(both.Second, (lane - VirtualVector.Lanes) / target.LanesPerPart, addresses);
    }

    private string WriteCombine(VectorExpression.CombineLanes combine, Addresses addresses)
    {
        var isSum = combine.Kind == ReduceKind.Sum;
        if (isSum) UsesSum = true;
        else UsesMax = true;
        var parts = Enumerable.Range(0, target.Parts).Select(p => Write(combine.Value, p, addresses));
        return $"{Vector}.Create({(isSum ? "SumLanes" : "MaxLanes")}({string.Join(", ", parts)}))";
    }
}
