#!/bin/sh
# With the compiler's feature "enable-generator-cache", files of source generators are written into another folder than the one asked for.
#
# The compiler server then keeps what generators made of a project's last build. It keeps the paths, too: if the next build asks for the
# files (EmitCompilerGeneratedFiles), or for another folder (CompilerGeneratedFilesOutputPath), they go where the paths of the build before
# lead, and the folder that was asked for stays empty. The build succeeds and says nothing.
#
# Expected: the files in CompilerGeneratedFilesOutputPath, as without the feature.
# Seen (.NET SDK 10.0.401, Roslyn 5.9): none there.
#
# Ends with 0 as long as that is so, with 1 if the behaviour has changed, with 2 if the set-up failed.
set -eu
folder=$(mktemp -d)
server=finding-$$
trap 'dotnet exec "$roslyn/VBCSCompiler.dll" "-pipename:$server" -shutdown >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
version=$(dotnet --version)
roslyn=$(dotnet --list-sdks | sed -n "s/^$version \[\(.*\)\]$/\1/p")/$version/Roslyn/bincore
mkdir generator app
cat > generator/generator.csproj <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>netstandard2.0</TargetFramework>
    <LangVersion>latest</LangVersion>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.CodeAnalysis.CSharp" Version="4.14.0" PrivateAssets="all" />
  </ItemGroup>
</Project>
END
cat > generator/Generator.cs <<'END'
using Microsoft.CodeAnalysis;

[Generator]
public sealed class Generator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context) =>
        context.RegisterPostInitializationOutput(static output => output.AddSource("Made.g.cs", "class Made { }"));
}
END
cat > app/app.csproj <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <EmitCompilerGeneratedFiles>true</EmitCompilerGeneratedFiles>
  </PropertyGroup>
  <ItemGroup>
    <Analyzer Include="../generator/bin/Release/netstandard2.0/generator.dll" />
  </ItemGroup>
</Project>
END
echo 'class Written;' > app/Written.cs
dotnet build generator -c Release -v q --nologo > build.log 2>&1 || { cat build.log; exit 2; }

# Builds into one folder and then into another one; prints how many files of the generator are in the second.
count() {
    for out in first second; do
        rm -rf "$folder/$1-$out" app/bin app/obj
        dotnet build app -v q --nologo -p:UseSharedCompilation=true "-p:SharedCompilationId=$server" "-p:Features=$2" \
            "-p:CompilerGeneratedFilesOutputPath=$folder/$1-$out" > build.log 2>&1 || { cat build.log >&2; exit 2; }
    done
    find "$folder/$1-second" -name Made.g.cs 2>/dev/null | wc -l
}

echo ".NET SDK $version"
plain=$(count plain "") cached=$(count cached enable-generator-cache)
echo "Files in the second folder: $plain without the feature, $cached with it"
[ "$plain" = 1 ] || exit 2
[ "$cached" = 0 ]
