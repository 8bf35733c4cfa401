using ModelGen.Compiler.Codegen.Isa;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;

namespace ModelGen.Compiler.Codegen;

/// <summary>Writes a kernel as a C# method.</summary>
internal sealed class KernelPrinter(SourceWriter target, VectorIsa isa, IReadOnlyList<OutlineCall> outlines)
{
    private const int ZerosOnLine = 7;

    private readonly Addresses _addresses = new();
    private SourceWriter _writer = target;

    /// <summary>The statements of a kernel as text.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="isa">How vectors are written.</param>
    /// <param name="outlines">The loops of the kernel that are methods of their own.</param>
    public static string Body(Kernel kernel, VectorIsa isa, IReadOnlyList<OutlineCall>? outlines = null)
    {
        if (kernel.IsNarrow) isa = isa.Narrow;
        var writer = new SourceWriter();
        var printer = new KernelPrinter(writer, isa, outlines ?? []);
        var division = isa.Samples is null ? kernel.Division : new Division.Whole();
        if (division is Division.Samples)
            foreach (var loop in kernel.Body.Cast<Statement.Loop>())
                printer.PrintPerSample(loop, loop.Extent.Times("first"), loop.Extent.Times("last"));
        else if (division is Division.Iterations)
            printer.PrintDivided((Statement.Loop)kernel.Body[0], kernel.Body.Skip(1).ToArray());
        else
            printer.Print(kernel.Body);
        return writer.ToString().TrimEnd('\n');
    }

    /// <summary>Writes a kernel as a method; its statements are printed already.</summary>
    public static void Method(SourceWriter writer, Kernel kernel, string name, string body, IReadOnlyList<string> sizes)
    {
        var parameters = Parameters(kernel).Concat(sizes.Select(size => "nint " + size));
        writer.Line($"// {kernel.Description}{(sizes.Count > 0 ? " And for other sizes." : "")}");

        // In a method that is inlined itself, one to be inlined may come to be called: a kernel with such calls stays apart.
        var isApart = kernel.Division is Division.Inner || MemoryFunctions.AreIn(body) || body.Contains(FusedFunctions.Name + "(");
        var inlining = isApart ? " | __Clr::MethodImplOptions.NoInlining" : "";
        writer.Line($"[__Clr::MethodImpl(__Clr::MethodImplOptions.AggressiveOptimization{inlining})]");
        using (writer.Block($"private static void {name}({string.Join(", ", parameters)})")) writer.Line(body);
    }

    /// <summary>The parameters of a kernel's method.</summary>
    public static IEnumerable<string> Parameters(Kernel kernel) => kernel.Buffers.Select(b => $"ref {b.Element.CSharp()} {b.Name}")
        .Concat(kernel.Scalars.Select(s => $"float {s}"))
        .Concat(kernel.UsesRandom ? ["uint seed", "uint step"] : Array.Empty<string>())
        .Concat(kernel.CountsFromPart ? [$"uint {Programs.ModelProgram.FirstSample}"] : Array.Empty<string>())
        .Concat(kernel.Bounds.Select(b => "nint " + b))
        .Concat(kernel.IsPaused ? ["bool " + PausedSums.Parameter] : Array.Empty<string>());

    /// <summary>Prints statements. Those in a row without loops have references to what several of them access.</summary>
    private void Print(IReadOnlyList<Statement> statements)
    {
        if (_addresses.AreRelative || isa.Samples is not null)
        {
            PrintAll(statements);
            return;
        }

        for (int first = 0, end; first < statements.Count; first = end)
        {
            var isStraight = IsStraight(statements[first]);
            for (end = first + 1; end < statements.Count && isStraight && IsStraight(statements[end]);) end++;
            var run = new List<Statement>();
            for (var i = first; i < end; i++) run.Add(statements[i]);
            if (isStraight) PrintTogether(run);
            else PrintAll(run);
        }
    }

    private static bool IsStraight(Statement statement) =>
        statement is not (Statement.Loop or Statement.When or Statement.ReadIndex or Statement.Resume);

    private void PrintTogether(IReadOnlyList<Statement> statements)
    {
        var accesses = new Accesses(isa.AllParts).Of(statements);
        var (around, inside) = (_writer, new SourceWriter());
        _writer = inside;
        var declarations = _addresses.Together(accesses, () => PrintAll(statements));
        _writer = around;
        _writer.Lines(declarations);
        if (inside.ToString().TrimEnd('\n') is { Length: > 0 } text) _writer.Line(text);
    }

    /// <summary>Prints statements; neighbouring accumulators that start at zero share a line.</summary>
    private void PrintAll(IReadOnlyList<Statement> statements)
    {
        for (var i = 0; i < statements.Count; i++)
        {
            var zeros = new List<string>();
            for (; i < statements.Count && statements[i] is Statement.Let { Value: VectorExpression.Constant { Value: 0 } } zero; i++)
                zeros.AddRange(Enumerable.Range(0, isa.Parts(zero.Local)).Select(part => isa.Name(zero.Local, part) + " = default"));
            for (var first = 0; first < zeros.Count; first += ZerosOnLine)
                _writer.Line($"{isa.Type} {string.Join(", ", zeros.Skip(first).Take(ZerosOnLine))};");
            if (i < statements.Count) Print(statements[i]);
        }
    }

    private void Print(Statement statement)
    {
        switch (statement)
        {
            case Statement.Let { Value: VectorExpression.Load load } let when isa.AllParts == 4:
                // Arm adds a constant or a register to an address, but not both. With a reference of their own, the other parts of a
                // vector need no addition.
                _writer.Line($"ref var {let.Local.Name} = {_addresses.Reference(load.Buffer, load.Index)};");
                var own = new VectorExpression.Load(load.Buffer with { Name = let.Local.Name }, Affine.Zero);
                for (var part = 0; part < isa.AllParts; part++)
                    _writer.Line($"var {isa.Name(let.Local, part)} = {isa.Write(own, part, _addresses)};");
                break;
            case Statement.Let let:
                for (var part = 0; part < isa.Parts(let.Local); part++)
                    _writer.Line($"var {isa.Name(let.Local, part)} = {isa.Write(let.Value, part, _addresses)};");
                break;
            case Statement.Assign assign:
                for (var part = 0; part < isa.Parts(assign.Local); part++)
                    _writer.Line($"{isa.Name(assign.Local, part)} = {isa.Write(assign.Value, part, _addresses)};");
                break;
            case Statement.Store store:
                PrintStore(store);
                break;
            case Statement.StoreFirst { Value: VectorExpression.Broadcast { Buffer.Element: Element.F32 } source } copy:
                _writer.Line($"{_addresses.Element(copy.Buffer, copy.Index)} = {_addresses.Element(source.Buffer, source.Index)};");
                break;
            case Statement.StoreFirst { Value: VectorExpression.Constant constant } fill:
                _writer.Line($"{_addresses.Element(fill.Buffer, fill.Index)} = {Literals.Float(constant.Value)};");
                break;
            case Statement.StoreFirst store:
                _writer.Line(
                    $"{_addresses.Element(store.Buffer, store.Index)} = {isa.Vector}.ToScalar({isa.Write(store.Value, 0, _addresses)});");
                break;
            case Statement.StoreLanes store:
                PrintStoreLanes(store);
                break;
            case Statement.Prefetch prefetch:
                if (isa.WritePrefetch(prefetch, _addresses) is { } request) _writer.Line(request + ";");
                break;
            case Statement.Remark remark:
                _writer.Line($"// {remark.Text}");
                break;
            case Statement.ReadIndex read:
                _writer.Line($"var {read.Variable} = (nint){_addresses.Element(read.Buffer, read.At)};");
                break;
            case Statement.Loop loop:
                Print(loop);
                break;
            case Statement.When edge:
                Print(edge);
                break;
            case Statement.Resume resume:
                isa.Resumes = true;
                using (_writer.Block($"if ({PausedSums.Parameter})")) Print(resume.Body);
                isa.Resumes = false;
                break;
            default:
                throw new CompilerException($"{statement.GetType().Name} cannot be printed.");
        }
    }

    private void PrintStore(Statement.Store store)
    {
        for (var part = 0; part < isa.AllParts; part++)
        {
            var value = isa.Write(store.Value, part, _addresses);
            _writer.Line(isa.WriteStore(value, store.Buffer, store.Index + (part * isa.LanesPerPart), _addresses) + ";");
        }
    }

    private void PrintStoreLanes(Statement.StoreLanes store)
    {
        if (store.Count == 1)
        {
            Print(new Statement.StoreFirst(store.Buffer, store.Index, store.Value));
            return;
        }

        for (var part = 0; part * isa.LanesPerPart < store.Count; part++)
        {
            var (value, bits) = (isa.Write(store.Value, isa.Parts(store.Value) == 1 ? 0 : part, _addresses), 32 * isa.LanesPerPart);
            for (; bits > 32 * store.Count; bits /= 2) value = $"{VectorIsa.TypeOf(bits)}.GetLower({value})";
            var target = _addresses.Reference(store.Buffer, store.Index + (part * isa.LanesPerPart));
            _writer.Line($"{VectorIsa.TypeOf(bits)}.StoreUnsafe({value}, {target});");
        }
    }

    private void Print(Statement.Loop loop)
    {
        if (outlines.FirstOrDefault(o => ReferenceEquals(o.Outline.Loop, loop)) is { } call)
        {
            Print(call);
            return;
        }

        var extent = isa.Resolve(loop.Extent);
        if (loop.First is not null || loop.End is not null) PrintBetween(loop, extent.Count);
        else if (extent.PerSample) PrintPerSample(loop, "0", extent.ToString());
        else PrintConstant(loop, loop.Segments, 0, extent.Count);
    }

    private void Print(OutlineCall call)
    {
        var arguments = call.Outline.Starts.Select(start => _addresses.Reference(start.Buffer, start.Index))
            .Concat(call.Outline.Kernel.Scalars)
            .Concat(call.Sizes);
        _writer.Line($"{call.Method}({string.Join(", ", arguments)});");
    }

    /// <summary>Where the place is known, so is the answer.</summary>
    private void Print(Statement.When edge)
    {
        if (_addresses.ValueOf(edge.Variable) is { } place)
        {
            if (place != edge.Value) return;
            using (_writer.Block("")) Print(edge.Body);
            return;
        }

        using (_writer.Block($"if ({edge.Variable} == {Literals.Integer(edge.Value)})")) Print(edge.Body);
    }

    /// <summary>The ends depend on the loops around it, within its extent.</summary>
    private void PrintBetween(Statement.Loop loop, int count)
    {
        var (variable, body) = (loop.Variable, loop.Segments[0]);
        var first = Bound(loop.First, 0, "Max");
        var end = Bound(loop.End, count, "Min");
        if (loop.First is not null && IsInnermost(body.Body))
        {
            // The variable counts from the beginning of the loop, where the references are.
            _writer.Line($"nint {variable}First = {first};");
            var iterations = variable + "Iterations";
            var header = $"for (nint {variable} = 0, {iterations} = {end} - {variable}First; {variable} < {iterations}; {variable}++)";
            _addresses.Replacing(
                variable,
                Affine.Variable(variable) + Affine.Variable(variable + "First"),
                () => PrintIterations(header, loop, body, 0));
            return;
        }

        var (declared, limit) = end.Contains('(') ? ($", {variable}End = {end}", variable + "End") : ("", end);
        PrintIterations($"for (nint {variable} = {first}{declared}; {variable} < {limit}; {variable}++)", loop, body, 0);
    }

    /// <summary>A loop as C#; an innermost one has the references of its body in front of it.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="loop">The loop.</param>
    /// <param name="segment">The part of it.</param>
    /// <param name="start">Where the part begins.</param>
    private void PrintIterations(string header, Statement.Loop loop, Segment segment, int start)
    {
        if (!IsInnermost(segment.Body))
        {
            using (_writer.Block(header)) Print(segment.Body);
            return;
        }

        var (around, inside) = (_writer, new SourceWriter());
        _writer = inside;
        var declarations = _addresses.Inside(loop.Variable, start, () => Print(segment.Body));
        _writer = around;
        _writer.Lines(declarations);
        using (_writer.Block(header)) _writer.Line(inside.ToString().TrimEnd('\n'));
    }

    /// <summary>Whether there is no loop among statements once short ones are written out.</summary>
    private bool IsInnermost(IReadOnlyList<Statement> body) => body.All(statement => statement switch
    {
        Statement.When or Statement.ReadIndex or Statement.Resume => false,
        Statement.Loop { First: null, End: null } loop => isa.Resolve(loop.Extent) is { PerSample: false } extent
            && loop.Segments.All(segment => (segment.Unrolled || segment.Step >= extent.Count) && IsInnermost(segment.Body)),
        Statement.Loop => false,
        _ => true,
    });

    private string Bound(Affine? bound, int otherwise, string function)
    {
        if (bound is null) return Literals.Integer(otherwise);
        var resolved = _addresses.Resolve(bound);
        if (!resolved.IsConstant) return $"global::System.Math.{function}({Literals.Integer(otherwise)}, {resolved})";
        return Literals.Integer(function == "Max" ? Math.Max(otherwise, resolved.Constant) : Math.Min(otherwise, resolved.Constant));
    }

    /// <summary>The number of iterations is known: one iteration is written without a loop, a few are written out.</summary>
    private void PrintConstant(Statement.Loop loop, IEnumerable<Segment> segments, int start, int count)
    {
        foreach (var segment in segments)
        {
            // Lanes are counted in whole vectors, so the last segment may pass the end.
            var isLast = segment == loop.Segments[loop.Segments.Count - 1];
            var iterations = (count - start + (isLast ? segment.Step - 1 : 0)) / segment.Step;
            if (iterations == 0) continue;
            if (iterations == 1 || segment.Unrolled)
            {
                for (var iteration = 0; iteration < iterations; iteration++)
                    _addresses.Replacing(loop.Variable, Affine.Of(start + (iteration * segment.Step)), () => PrintIteration(segment));
            }
            else
            {
                var end = start + (iterations * segment.Step);
                PrintIterations(
                    $"for (nint {loop.Variable} = {start}; {loop.Variable} < {end}; {Advance(loop.Variable, segment.Step)})",
                    loop,
                    segment,
                    start);
            }

            start += iterations * segment.Step;
        }

        if (start < count) throw new CompilerException($"The steps of loop '{loop.Variable}' leave {count - start} of {count} out.");
    }

    /// <summary>One iteration without its loop; in a scope of its own if it declares something.</summary>
    private void PrintIteration(Segment segment)
    {
        if (
            !segment.Body.Any(s =>
                s
                    is Statement.Let
                        or Statement.ReadIndex
                        or Statement.Loop { First: not null }
                        or Statement.Loop { Extent.PerSample: true, Segments.Count: > 1 }))
        {
            Print(segment.Body);
            return;
        }

        using (_writer.Block("")) Print(segment.Body);
    }

    /// <summary>Some iterations of a constant loop: whole steps, and the remainder behind the last one.</summary>
    private void PrintDivided(Statement.Loop loop, Statement[] others)
    {
        var (count, segment) = (loop.Extent.Count, loop.Segments[0]);
        var hasRest = loop.Segments.Count > 1 && count % segment.Step > 0;
        var condition = hasRest ? $"{loop.Variable} <= last - {segment.Step}" : $"{loop.Variable} < last";
        PrintIterations($"for (nint {loop.Variable} = first; {condition}; {Advance(loop.Variable, segment.Step)})", loop, segment, 0);
        if (!hasRest && others.Length == 0) return;
        using var end = _writer.Block($"if (last == {count})");
        if (hasRest) PrintConstant(loop, loop.Segments.Skip(1), count / segment.Step * segment.Step, count);
        Print(others);
    }

    /// <summary>The number of samples is known at run time. Each segment goes as far as whole steps fit, the last one to the end.</summary>
    private void PrintPerSample(Statement.Loop loop, string first, string last)
    {
        var segments = loop.Segments;
        var shared = segments.Count > 1;
        if (shared) _writer.Line($"nint {loop.Variable} = {first};");
        for (var i = 0; i < segments.Count; i++)
        {
            var segment = segments[i];
            var start = shared ? "" : $"nint {loop.Variable} = {first}";
            var condition = i == segments.Count - 1
                ? $"{loop.Variable} < {last}"
                : $"{loop.Variable} <= {last} - {segment.Step}";
            PrintIterations($"for ({start}; {condition}; {Advance(loop.Variable, segment.Step)})", loop, segment, 0);
        }
    }

    private static string Advance(string variable, int step) => step == 1 ? variable + "++" : $"{variable} += {step}";

    /// <summary>The accesses of statements to floats, and how many each becomes.</summary>
    private sealed class Accesses(int parts) : KernelWalk
    {
        private readonly List<(BufferArgument Buffer, Affine Index, int Count)> _found = [];

        public IReadOnlyList<(BufferArgument Buffer, Affine Index, int Count)> Of(IReadOnlyList<Statement> statements)
        {
            Body(statements);
            return _found;
        }

        protected override void Access(BufferAccess access) =>
            _found.Add((access.Buffer, access.Index, access.Count == VirtualVector.Lanes ? parts : 1));
    }
}
