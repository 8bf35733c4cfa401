using ModelGen.Compiler.Codegen.Isa;
using ModelGen.Compiler.Kernels;

namespace ModelGen.Compiler.Codegen;

/// <summary>Writes a kernel as a C# method.</summary>
internal sealed class KernelPrinter(SourceWriter writer, VectorIsa isa)
{
    private const int ZerosOnLine = 7;

    private readonly Dictionary<string, int> _constants = [];

    /// <summary>The statements of a kernel as text.</summary>
    public static string Body(Kernel kernel, VectorIsa isa)
    {
        var writer = new SourceWriter();
        var printer = new KernelPrinter(writer, isa);
        var division = isa.Samples is null ? kernel.Division : new Division.Whole();
        if (division is Division.Samples)
            foreach (var loop in kernel.Body.Cast<Statement.Loop>()) printer.PrintPerSample(loop, loop.Extent.Times("first"), loop.Extent.Times("last"));
        else if (division is Division.Turns)
            printer.PrintTurns((Statement.Loop)kernel.Body[0], kernel.Body.Skip(1).ToArray());
        else
            printer.Print(kernel.Body);
        return writer.ToString().TrimEnd('\n');
    }

    /// <summary>Writes a kernel whose statements are printed already as a method.</summary>
    public static void Method(SourceWriter writer, Kernel kernel, string name, string body)
    {
        var parameters = kernel.Buffers.Select(b => $"ref float {b.Name}")
            .Concat(kernel.Scalars.Select(s => $"float {s}"))
            .Concat(kernel.UsesRandom ? ["uint seed", "uint step"] : Array.Empty<string>())
            .Concat(kernel.Bounds.Select(b => "nint " + b));
        writer.Line($"// {kernel.Description}");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (writer.Block($"private static void {name}({string.Join(", ", parameters)})")) writer.Line(body);
    }

    /// <summary>Prints statements; neighbouring accumulators that start at zero share a line.</summary>
    private void Print(IReadOnlyList<Statement> statements)
    {
        for (var i = 0; i < statements.Count; i++)
        {
            var zeros = new List<string>();
            for (; i < statements.Count && statements[i] is Statement.Let { Value: VectorExpression.Constant { Value: 0 } } zero; i++)
                zeros.AddRange(Enumerable.Range(0, isa.Parts(zero.Local)).Select(part => isa.Name(zero.Local, part) + " = default"));
            for (var first = 0; first < zeros.Count; first += ZerosOnLine)
                writer.Line($"{isa.Type} {string.Join(", ", zeros.Skip(first).Take(ZerosOnLine))};");
            if (i < statements.Count) Print(statements[i]);
        }
    }

    private void Print(Statement statement)
    {
        switch (statement)
        {
            case Statement.Let { Value: VectorExpression.Load load } let when isa.AllParts == 4:
                // Arm adds a constant or a register to an address, but not both: with a reference of its own, the other parts need no addition.
                writer.Line($"ref var {let.Local.Name} = {VectorIsa.Reference(load.Buffer, Resolve(load.Index))};");
                for (var part = 0; part < isa.AllParts; part++)
                    writer.Line($"var {isa.Name(let.Local, part)} = {isa.Write(new VectorExpression.Load(new BufferArgument(let.Local.Name), Affine.Zero), part, Resolve)};");
                break;
            case Statement.Let let:
                for (var part = 0; part < isa.Parts(let.Local); part++)
                    writer.Line($"var {isa.Name(let.Local, part)} = {isa.Write(let.Value, part, Resolve)};");
                break;
            case Statement.Assign assign:
                for (var part = 0; part < isa.Parts(assign.Local); part++)
                    writer.Line($"{isa.Name(assign.Local, part)} = {isa.Write(assign.Value, part, Resolve)};");
                break;
            case Statement.Store store:
                PrintStore(store);
                break;
            case Statement.StoreFirst { Value: VectorExpression.Broadcast source } copy:
                writer.Line($"{VectorIsa.Element(copy.Buffer, Resolve(copy.Index))} = {VectorIsa.Element(source.Buffer, Resolve(source.Index))};");
                break;
            case Statement.StoreFirst { Value: VectorExpression.Constant constant } fill:
                writer.Line($"{VectorIsa.Element(fill.Buffer, Resolve(fill.Index))} = {Literals.Float(constant.Value)};");
                break;
            case Statement.StoreFirst store:
                writer.Line($"{VectorIsa.Element(store.Buffer, Resolve(store.Index))} = {Receiver(store.Value, 0)}.ToScalar();");
                break;
            case Statement.Loop loop:
                Print(loop);
                break;
            case Statement.When edge:
                Print(edge);
                break;
            default:
                throw new CompilerException($"{statement.GetType().Name} cannot be printed.");
        }
    }

    private void PrintStore(Statement.Store store)
    {
        for (var part = 0; part < isa.AllParts; part++)
        {
            var index = Resolve(store.Index) + (part * isa.LanesPerPart);
            writer.Line($"{Receiver(store.Value, part)}.StoreUnsafe({VectorIsa.Reference(store.Buffer, index)});");
        }
    }

    private string Receiver(VectorExpression value, int part)
    {
        var text = isa.Write(value, part, Resolve);
        return value is VectorExpression.Call ? $"({text})" : text;
    }

    private void Print(Statement.Loop loop)
    {
        var extent = isa.Resolve(loop.Extent);
        if (loop.First is not null || loop.End is not null) PrintBetween(loop, extent.Count);
        else if (extent.PerSample) PrintPerSample(loop, "0", extent.ToString());
        else PrintConstant(loop, loop.Segments, 0, extent.Count);
    }

    /// <summary>Where the place is known, so is the answer.</summary>
    private void Print(Statement.When edge)
    {
        if (_constants.TryGetValue(edge.Variable, out var place))
        {
            if (place != edge.Value) return;
            using (writer.Block("")) Print(edge.Body);
            return;
        }

        using (writer.Block($"if ({edge.Variable} == {Literals.Integer(edge.Value)})")) Print(edge.Body);
    }

    /// <summary>The ends depend on loops around it, within those of its extent.</summary>
    private void PrintBetween(Statement.Loop loop, int count)
    {
        var first = Bound(loop.First, 0, "Max");
        var end = Bound(loop.End, count, "Min");
        var (declared, limit) = end.Contains('(') ? ($", {loop.Variable}End = {end}", loop.Variable + "End") : ("", end);
        using (writer.Block($"for (nint {loop.Variable} = {first}{declared}; {loop.Variable} < {limit}; {loop.Variable}++)")) Print(loop.Segments[0].Body);
    }

    private string Bound(Affine? bound, int otherwise, string function)
    {
        if (bound is null) return Literals.Integer(otherwise);
        var resolved = Resolve(bound);
        if (!resolved.IsConstant) return $"Math.{function}({Literals.Integer(otherwise)}, {resolved})";
        return Literals.Integer(function == "Max" ? Math.Max(otherwise, resolved.Constant) : Math.Min(otherwise, resolved.Constant));
    }

    /// <summary>The number of turns is known: turns of one are written without a loop, short ones as often as they happen.</summary>
    private void PrintConstant(Statement.Loop loop, IEnumerable<Segment> segments, int start, int count)
    {
        foreach (var segment in segments)
        {
            // Lanes are counted in whole vectors, so the last segment may go beyond the end.
            var isLast = segment == loop.Segments[loop.Segments.Count - 1];
            var turns = (count - start + (isLast ? segment.Step - 1 : 0)) / segment.Step;
            if (turns == 0) continue;
            if (turns == 1 || segment.Unrolled)
            {
                for (var turn = 0; turn < turns; turn++)
                {
                    _constants[loop.Variable] = start + (turn * segment.Step);
                    PrintTurn(segment);
                }

                _constants.Remove(loop.Variable);
            }
            else
            {
                var end = start + (turns * segment.Step);
                using (writer.Block($"for (nint {loop.Variable} = {start}; {loop.Variable} < {end}; {Advance(loop.Variable, segment.Step)})"))
                    Print(segment.Body);
            }

            start += turns * segment.Step;
        }

        if (start < count) throw new CompilerException($"The steps of loop '{loop.Variable}' leave {count - start} of {count} out.");
    }

    /// <summary>One turn without its loop; in a scope of its own if it declares something.</summary>
    private void PrintTurn(Segment segment)
    {
        if (!segment.Body.Any(s => s is Statement.Let or Statement.Loop { Extent.PerSample: true, Segments.Count: > 1 }))
        {
            Print(segment.Body);
            return;
        }

        using (writer.Block("")) Print(segment.Body);
    }

    /// <summary>Some turns of a constant loop: whole steps, and behind the last of all what is left.</summary>
    private void PrintTurns(Statement.Loop loop, Statement[] others)
    {
        var (count, segment) = (loop.Extent.Count, loop.Segments[0]);
        var hasRest = loop.Segments.Count > 1 && count % segment.Step > 0;
        var condition = hasRest ? $"{loop.Variable} <= last - {segment.Step}" : $"{loop.Variable} < last";
        using (writer.Block($"for (nint {loop.Variable} = first; {condition}; {Advance(loop.Variable, segment.Step)})"))
            Print(segment.Body);
        if (!hasRest && others.Length == 0) return;
        using var end = writer.Block($"if (last == {count})");
        if (hasRest) PrintConstant(loop, loop.Segments.Skip(1), count / segment.Step * segment.Step, count);
        Print(others);
    }

    /// <summary>The number of samples is known at run time: each segment goes as far as whole steps do, the last to the end.</summary>
    private void PrintPerSample(Statement.Loop loop, string first, string last)
    {
        var segments = loop.Segments;
        var shared = segments.Count > 1;
        if (shared) writer.Line($"nint {loop.Variable} = {first};");
        for (var i = 0; i < segments.Count; i++)
        {
            var segment = segments[i];
            var start = shared ? "" : $"nint {loop.Variable} = {first}";
            var condition = i == segments.Count - 1
                ? $"{loop.Variable} < {last}"
                : $"{loop.Variable} <= {last} - {segment.Step}";
            using (writer.Block($"for ({start}; {condition}; {Advance(loop.Variable, segment.Step)})"))
                Print(segment.Body);
        }
    }

    private static string Advance(string variable, int step) => step == 1 ? variable + "++" : $"{variable} += {step}";

    private Affine Resolve(Affine index)
    {
        foreach (var constant in _constants) index = index.With(constant.Key, constant.Value);
        return index;
    }
}
